// The end-to-end tests: real Chromium against a real platform, whose address is in UI_ADDRESS.
// wfplatform_tests/ui starts both; by hand: UI_ADDRESS=http://127.0.0.1:8780 ui_extension/npm run e2e
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("../src", import.meta.url)) } },
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["**/*.e2e.ts"],
    environment: "node",
    // One browser and one platform: files run one after the other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
