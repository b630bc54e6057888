import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  // The binary serves what is built here under /board.
  base: "/board/",
  build: {
    outDir: "dist",
    // The binary takes them from where they are.
    copyPublicDir: false,
    target: "es2022",
    // Styles and scripts stand in files of their own: the page's policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    // What draws on WebGL is large and seldom changes: a file of its own, which is loaded when a map needs it.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "maplibre", test: /node_modules[\\/](maplibre-gl|pmtiles|fflate)[\\/].*js$/ }] } },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/incidents", "/reports", "/brief", "/login", "/icon.svg", "/pages.css"].map((path) => [
        path,
        // Asked under the page's own name, which is the only one that may change something.
        { target: process.env["FOGLINE_SERVER"] ?? "http://127.0.0.1:8750", changeOrigin: false },
      ]),
    ),
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
