import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { GROUPS } from "./bundling/chunks.ts";
import { pages } from "./bundling/pages.ts";
import { precompress } from "./bundling/precompress.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const GATEWAY = `http://127.0.0.1:${process.env["WFPLATFORM_PORT"] ?? "8780"}`;
const BUILT = here("../wfplatform/gateway/static");
/** Of what React has for servers, the half that answers a text. The other one answers streams, and is as large again. */
const markup = (kind: "development" | "production") =>
  here(`./node_modules/react-dom/cjs/react-dom-server-legacy.browser.${kind}.js`);

export default defineConfig(({ command }) => ({
  plugins: [react(), tailwindcss(), pages(), precompress(BUILT)],
  resolve: {
    alias: {
      "@": here("./src"),
      "react-dom/server": markup(command === "build" ? "production" : "development"),
    },
  },
  build: {
    outDir: BUILT,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2024",
    // The content security policy allows no data: scripts, and small pictures are few.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  server: { proxy: { "/api": GATEWAY, "/dagster": GATEWAY } },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    environment: "node",
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    testTimeout: 10_000,
  },
}));
