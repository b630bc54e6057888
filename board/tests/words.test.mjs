// What the board says is said in words, in the language in which it says the rest, or by a mark of the one it is in.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, launch, page, serve } from "./support.mjs";

let at, server, browser, incident;

before(async () => {
  at = desk();
  server = await serve(at);
  browser = await launch();
  const { incidents } = await fetch(`${server.base}/api/v1/incidents?limit=100`).then((answer) => answer.json());
  incident = incidents.find((one) => one.label.includes("school")).id;
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});
const open = (options) => page(browser, server.base, options);

test("an account is taken out by whose words it is, not by its number", async () => {
  const { page: one, open: to, done } = await open();
  await to(`/board/incidents/${incident}`);
  await one.getByRole("button", { name: "Correct" }).click();
  const chips = one.locator("li.tag");
  await chips.first().waitFor();
  for (const chip of await chips.allInnerTexts()) assert.match(chip, /«.+»/, chip);
  await done();
});

test("no code stands where a word should", async () => {
  const { page: one, open: to, done } = await open();
  for (const [path, ready] of [["/board/commitments", "[data-status]"], ["/board/reports/08?s=s3", "[data-statement]"], [`/board/incidents/${incident}`, "[data-at]"]]) {
    await to(path);
    await one.locator(ready).first().waitFor();
    assert.doesNotMatch(await one.locator("main").innerText(), /\b(SUPPORT|ASSAULT|AGREE|COERCE|RETREAT|heavy_weapons)\b|#s\d+\//);
  }
  await done();
});

test("a figure says who tells it, also where no side is known", async () => {
  const { page: one, open: to, done } = await open();
  await to(`/board/incidents/${incident}`);
  const row = one.locator("tr", { hasText: "Children injured" });
  await row.waitFor();
  assert.match(await row.innerText(), /the police \(side not known\)/);
  await done();
});

for (const language of ["uk", "ru"]) {
  test(`what the server says in English is marked as English: ${language}`, async () => {
    const { page: one, open: to, done } = await open();
    const tongue = (selector) => one.locator(selector).first().evaluate((part) => (part.querySelector("[lang]") ?? part.closest("[lang]")).lang);
    await to(`/board?ui=${language}`);
    await one.locator("li[data-id]").first().waitFor();
    assert.equal(await tongue("li[data-id] a"), "en");
    assert.equal(await one.locator("option[value=UA]").getAttribute("lang"), "en");
    await to(`/board/incidents/${incident}?ui=${language}`);
    await one.locator("[data-at]").first().waitFor();
    assert.equal(await tongue("h1"), "en");
    await to(`/board/labels?ui=${language}`);
    await one.locator("article h2").first().waitFor();
    assert.equal(await tongue("article h2"), "en");
    await to(`/board/brief?ui=${language}`);
    await one.locator(".in-english").waitFor();
    assert.equal(await tongue("[data-section] h2"), "en");
    await done();
  });
}
