// A new conflict on the board: candidates sorted by keys and mouse, checked as one goes, tried out, downloaded, and taken.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { desk, launch, page, run, serve, violations } from "./support.mjs";

const dossier = resolve(dirname(fileURLToPath(import.meta.url)), "../../dossiers/issar-2021");
let at, server, browser;

before(async () => {
  at = desk();
  run(["ingest", "--ledger", "issar", join(dossier, "reports.jsonl")], { cwd: at.dir, env: at.env });
  server = await serve({ ...at, ledger: join(at.dir, "issar") });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});

const open = (options) => page(browser, server.base, options);

test("candidates are sorted into sides, and the pack is checked, tried, downloaded and taken", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/pack");
  const card = (name) => one.locator("[data-row]").filter({ has: one.getByRole("heading", { name, exact: true }) });
  await card("Issar Council").waitFor();
  await one.getByLabel("Name of the pack").fill("issar-2021");
  for (const [id, name] of [["TOL", "Tolvania"], ["ISSAR", "Issar Council"]]) {
    await one.getByLabel("Short id").fill(id);
    await one.getByLabel("Name of the side").fill(name);
    await one.getByRole("button", { name: "Add a side" }).click();
  }
  // By keys: the first of the list is stepped to, and a digit is its side.
  await one.getByRole("heading", { name: "Pack", exact: true }).click();
  await one.keyboard.press("j");
  assert.match((await one.locator(":focus").getAttribute("data-row")) ?? "", /Issar Council$/);
  await one.keyboard.press("2");
  await card("Issar Council").locator("button[aria-pressed=true]", { hasText: "ISSAR" }).waitFor();
  await one.keyboard.press("u");
  assert.equal(await card("Issar Council").locator("button[aria-pressed=true]").count(), 0);
  await one.keyboard.press("2");
  // By mouse.
  await card("Tolvanian Defence Ministry").getByRole("button", { name: /TOL/ }).click();
  await card("Tolvanian army").getByRole("button", { name: /TOL/ }).click();
  await card("Tolvanian army").getByRole("combobox").selectOption("armed_force");
  await one.getByText("0 faults.").waitFor();
  // A mistake is told as one goes, and where.
  await card("Ilvo Marrane").getByRole("button", { name: /TOL/ }).click();
  await card("Ilvo Marrane").locator("summary").click();
  await card("Ilvo Marrane").getByLabel("Office").fill("Foreign Minister @ The Moon");
  await card("Ilvo Marrane").getByLabel("Source").fill("x");
  await one.getByText("no pack knows `The Moon`").waitFor();
  await card("Ilvo Marrane").getByLabel("Office").fill("Foreign Minister");
  await card("Ilvo Marrane").getByLabel("Source").fill("");
  await one.getByText("0 faults.").waitFor();
  const preview = one.getByRole("button", { name: "Show what it would change" });
  await preview.click();
  await one.getByRole("heading", { name: "What it would change" }).waitFor();
  assert.match(await one.locator("section", { has: one.getByRole("heading", { name: "What it would change" }) }).last().innerText(), /ISSAR/);
  const [download] = await Promise.all([one.waitForEvent("download"), one.getByRole("button", { name: "Download the pack" }).click()]);
  const archive = readFileSync(await download.path()).toString("latin1");
  for (const name of ["issar-2021/sorting.tsv", "issar-2021/pack.toml", "issar-2021/institutions.toml"]) assert.ok(archive.includes(name), name);
  one.on("dialog", (dialog) => dialog.accept());
  await one.getByRole("button", { name: "Take it" }).click();
  await one.getByText(/It is on record\. 30 reports wait/).waitFor();
  const packs = await fetch(`${server.base}/api/v1/packs`).then((answer) => answer.json());
  assert.ok(packs.some((pack) => pack.id === "issar-2021" && pack.own));
  await done();
});

test("an example leads to its words in the report, and what was filled in stays", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/pack?sort=agreement");
  const card = one.locator("[data-row]").first();
  await card.waitFor();
  await card.getByRole("button", { name: /without a side/ }).click();
  await card.locator("a").first().click();
  await one.locator("mark", { hasText: "Sarn Accord" }).first().waitFor();
  await one.goBack();
  await one.locator("[data-row] button[aria-pressed=true]").first().waitFor();
  await done();
});

for (const [width, scheme] of [[1280, "light"], [360, "dark"]]) {
  test(`everybody can use it, at ${width} pixels, ${scheme}`, async () => {
    const { page: one, open: to, done } = await open({ viewport: { width, height: 800 }, colorScheme: scheme });
    await to("/board/pack");
    await one.locator("[data-row]").first().waitFor();
    assert.deepEqual(await violations(one), []);
    const wide = await one.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.equal(wide, false, "nothing runs out of the page");
    if (process.env.FOGLINE_SHOTS) await one.screenshot({ path: join(process.env.FOGLINE_SHOTS, `pack-${width}-${scheme}.png`) });
    await done();
  });
}
