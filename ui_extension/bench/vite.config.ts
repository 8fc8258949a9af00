// Builds the bare pages that ours are compared with; they are never shipped.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL("./bare", import.meta.url)),
  base: "./",
  plugins: [react()],
  build: {
    rolldownOptions: {
      input: ["index.html", "react.html"].map((page) =>
        fileURLToPath(new URL(`./bare/${page}`, import.meta.url)),
      ),
    },
    outDir: fileURLToPath(new URL("./.out", import.meta.url)),
    emptyOutDir: true,
    target: "es2024",
  },
});
