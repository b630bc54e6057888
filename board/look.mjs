import { createServer } from "vite";
import { chromium } from "playwright-core";
process.env.FOGLINE_SERVER = "http://127.0.0.1:8791";
const vite = await createServer({ root: "/tmp/wt/m/board", server: { port: 5199, strictPort: true }, logLevel: "warn" });
await vite.listen();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [name, query, size] of [["real-canvas", "?ui=uk", [1280, 800]], ["real-gl", "?map=gl", [1280, 800]], ["real-phone", "?map=canvas", [360, 800]]]) {
  const page = await browser.newPage({ viewport: { width: size[0], height: size[1] } });
  page.on("console", (m) => m.type() === "error" && console.log(name, m.text()));
  page.on("pageerror", (e) => console.log(name, String(e)));
  await page.goto("http://localhost:5199/board/" + query);
  await page.locator(".map[data-ready]").waitFor({ timeout: 60000 }).catch((e) => console.log(name, "not ready"));
  await page.waitForTimeout(5000);
  await page.screenshot({ path: `/tmp/wt/shots/${name}.png` });
  console.log(name, await page.locator("[data-engine]").evaluateAll((all) => all.map((one) => ({ ...one.dataset }))));
  await page.close();
}
await browser.close(); await vite.close();
