// Pictures of the real screens for README.md, from the demonstration dossier: `make pictures`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { desk, launch, page, root, serve } from "./support.mjs";

const out = join(root, "docs/img");
mkdirSync(out, { recursive: true });
const at = desk();
const server = await serve(at);
const browser = await launch();
const { incidents } = await fetch(`${server.base}/api/v1/incidents?limit=100`).then((answer) => answer.json());
const school = incidents.find((one) => one.label.includes("school") && one.place?.name.startsWith("Stanyts"))?.id;

const pictures = [
  ["board", "light", "/board?since=2022-02-14&until=2022-02-20"],
  ["incident", "light", `/board/incidents/${school}?cell=2.1`],
  ["report", "light", "/board/reports/13?s=s1"],
  ["new", "dark", "/board/new?since=2022-02-18&published=1"],
];
for (const [name, theme, path] of pictures) {
  const one = await page(browser, server.base, { colorScheme: theme, viewport: { width: 1280, height: 820 } });
  await one.open(path);
  await one.page.waitForLoadState("networkidle").catch(() => undefined);
  await one.page.waitForFunction(() => !document.querySelector(".map") || document.querySelector(".map [data-ready]"), null, { timeout: 60_000 });
  await one.page.waitForTimeout(2500);
  await one.page.screenshot({ path: join(out, `${name}.png`) });
  await one.done();
}
await browser.close();
server.stop();
at.remove();
