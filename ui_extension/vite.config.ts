import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { pages } from "./bundling/pages.ts";
import { precompress } from "./bundling/precompress.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const GATEWAY = `http://127.0.0.1:${process.env["WFPLATFORM_PORT"] ?? "8780"}`;
const BUILT = here("../wfplatform/gateway/static");

/**
 * Few files and no small ones: a browser asks a server for six at a time, and each costs both of them milliseconds.
 * What pages have in common lies on the lower floors, and so brings no drawing along; nor may it bring what only an
 * editor of text needs.
 */
const EDITORS = /[\\/](@codemirror|@lezer|@marijn|@uiw|codemirror)[\\/]/;
const FOR_TEXT = /[\\/](yaml[\\/]|text-formats\.|editor-theme\.|completion\.)/;
const COMMON = /[\\/](node_modules[\\/]lucide-react|src[\\/](api|core|ui))[\\/]/;
const GROUPS = [
  { name: "app", tags: ["$initial" as const], priority: 5 },
  { name: "editors", test: EDITORS, priority: 3 },
  {
    name: "common",
    test: (id: string) => COMMON.test(id) && !FOR_TEXT.test(id),
    minShareCount: 2,
    priority: 2,
  },
  { name: "canvas", test: /[\\/](@xyflow|src[\\/]canvas)[\\/](?!layout)/, priority: 1 },
];

export default defineConfig({
  plugins: [react(), tailwindcss(), pages(), precompress(BUILT)],
  resolve: { alias: { "@": here("./src") } },
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
});
