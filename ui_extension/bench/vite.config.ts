// Builds the bare page that ours is compared with; it is never shipped.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL("./bare", import.meta.url)),
  base: "./",
  plugins: [react()],
  build: { outDir: fileURLToPath(new URL("./.out", import.meta.url)), emptyOutDir: true, target: "es2024" },
});
