// What comes out on paper, in both themes: all that is told, in ink on white; no control; nothing cut off or laid over another.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { colours, desk, launch, page, serve } from "./support.mjs";

let at, server, browser, incident, incidents;
/** A sheet of A4 with a margin of a centimetre, at 96 dots to the inch. */
const sheet = { width: 718, height: 1047 };

before(async () => {
  at = desk();
  server = await serve(at);
  browser = await launch();
  ({ incidents } = await api("incidents?limit=1000"));
  incident = incidents.find((one) => one.label.includes("school")).id;
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});
const api = (path) => fetch(`${server.base}/api/v1/${path}`).then((answer) => answer.json());

/** The light palette, by the style sheet. */
const light = () => {
  const css = readFileSync(new URL("../src/style/palette.css", import.meta.url), "utf8");
  return Object.fromEntries([.../:root \{([^}]*)\}/.exec(css)[1].matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
};

async function printed(colorScheme, path, ready, change = async () => undefined) {
  const one = await page(browser, server.base, { colorScheme, viewport: { width: 1280, height: 800 } });
  await change(one.page);
  await one.open(path);
  await one.page.locator(ready).first().waitFor();
  await one.page.waitForTimeout(300);
  await one.page.setViewportSize(sheet);
  await one.page.emulateMedia({ media: "print", colorScheme });
  await one.page.waitForTimeout(600);
  return one;
}

/** Texts of elements, and how many of them are not on the sheet. */
const onSheet = (one, selector) =>
  one.locator(selector).evaluateAll((all) => {
    const seen = (part) => part.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && part.getBoundingClientRect().width > 0;
    return { all: all.length, texts: all.filter(seen).map((part) => part.innerText.trim()), beyond: all.filter((part) => seen(part) && part.getBoundingClientRect().right > innerWidth + 1).length };
  });

/** Controls that would come out on paper. */
const controls = (one) =>
  one.locator("input, select, textarea, button:not(.says), a.button").evaluateAll((all) => all.filter((part) => part.checkVisibility()).map((part) => part.outerHTML.slice(0, 90)));

/** Pairs of parts of which one lies over the other. */
const overlaps = (one, selectors) =>
  one.evaluate((selectors) => {
    const boxes = selectors.map((selector) => [selector, document.querySelector(selector).getBoundingClientRect()]);
    return boxes.flatMap(([a, one], at) => boxes.slice(at + 1).filter(([, two]) => one.left < two.right - 1 && two.left < one.right - 1 && one.top < two.bottom - 1 && two.top < one.bottom - 1).map(([b]) => `${a} and ${b}`));
  }, selectors);

for (const theme of ["light", "dark"]) {
  test(`ink on white, whatever the theme (${theme})`, async () => {
    const { page: one, done } = await printed(theme, "/board", "li[data-id]");
    const paper = { "--ground": "#fff", "--raised": "#fff", "--ink": "#000", "--link": "#000", "--muted": "#333", "--line": "#999" };
    for (const [name, value] of Object.entries(light())) {
      const is = await one.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim(), name);
      assert.equal(is, paper[name] ?? value, name);
    }
    assert.equal(await one.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)");
    await done();
  });

  test(`an incident is printed with every speaker and every cell (${theme})`, async () => {
    const { page: one, done } = await printed(theme, `/board/incidents/${incident}?cell=0.0`, "tbody th");
    const { matrix } = await api(`incidents/${incident}`);
    const speakers = await onSheet(one, "table:has([data-at]) tbody th strong");
    assert.equal(speakers.texts.filter(Boolean).length, matrix.rows.length);
    const cells = await onSheet(one, "table:has([data-at]) tbody td");
    assert.equal(cells.texts.filter(Boolean).length, matrix.rows.length * 6);
    assert.equal(cells.beyond, 0);
    assert.ok(cells.texts.some((text) => /Three employees/.test(text)));
    assert.deepEqual(await controls(one), []);
    await done();
  });

  test(`a report is printed with who says what (${theme})`, async () => {
    const { page: one, done } = await printed(theme, "/board/reports/08", "[data-statement]");
    const { statements } = (await api("reports/08")).report;
    const heads = await onSheet(one, ".head");
    assert.equal(heads.texts.length, statements.length);
    assert.ok(heads.texts.every((text) => text.split("\n").length >= 2), heads.texts.join("; "));
    assert.ok(heads.texts.some((text) => /denies/.test(text)));
    assert.deepEqual(await controls(one), []);
    await done();
  });

  test(`a briefing is printed sentence by sentence (${theme})`, async () => {
    const { page: one, done } = await printed(theme, "/board/brief", "[data-section]");
    const lines = await onSheet(one, "[data-section] article p");
    assert.ok(lines.all > 10);
    assert.equal(lines.texts.filter(Boolean).length, lines.all);
    assert.equal(lines.beyond, 0);
    assert.deepEqual(await controls(one), []);
    await done();
  });

  test(`the board is printed with all its incidents, its map and its line (${theme})`, async () => {
    const { page: one, done } = await printed(theme, "/board?map=canvas", ".map[data-ready]");
    const rows = await onSheet(one, "li[data-id]");
    assert.equal(rows.texts.length, incidents.length);
    assert.equal(rows.beyond, 0);
    assert.deepEqual(await overlaps(one, ["section.list", "section.map .whole", "section.map footer", ".plot"]), []);
    const [inner, outer] = await one.evaluate(() => [".uplot", ".plot"].map((name) => document.querySelector(name).getBoundingClientRect().right));
    assert.ok(inner <= outer + 1 && outer <= sheet.width, `the line of days is cut off: ${inner} > ${outer}`);
    assert.deepEqual(await controls(one), []);
    assert.ok((await colours(one, one.locator(".paper"))) > 100, "the map is drawn");
    const pdf = await one.pdf({ format: "A4" });
    assert.ok(pdf.length > 20_000);
    await done();
  });
}

test("a list without end is cut, and says so", async () => {
  const marks = await api("incidents/marks");
  const own = marks.ids.length;
  const many = Object.fromEntries(Object.entries(marks).map(([name, all]) => [name, Array.from({ length: 1200 }, (_, at) => (name === "ids" ? `i${at}` : all[at % own]))]));
  const { page: one, done } = await printed("light", "/board", "li[data-id]", (one) => one.route("**/api/v1/incidents/marks*", (route) => route.fulfill({ json: many })));
  await one.waitForFunction(() => document.querySelectorAll("li[data-id]").length === 500);
  assert.match(await one.locator("section.list li").last().innerText(), /and 700 more/);
  await done();
});
