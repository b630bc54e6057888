// Every screen, in both themes, wide and narrow: no violation of WCAG 2.2 AA, nothing that scrolls sideways, no error.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { desk, launch, page, serve, violations } from "./support.mjs";

let at, server, browser, incident;

before(async () => {
  at = desk();
  server = await serve(at);
  browser = await launch();
  const { incidents } = await fetch(`${server.base}/api/v1/incidents?limit=100`).then((answer) => answer.json());
  incident = incidents.find((one) => one.label.includes("school"))?.id;
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});

/** What the board says in a language. */
const words = (language) => JSON.parse(readFileSync(new URL(`../src/words/${language}.json`, import.meta.url), "utf8"));

const screens = {
  incidents: () => "/board",
  incident: () => `/board/incidents/${incident}?cell=0.0`,
  "what is new": () => "/board/new?since=2022-02-17&published=1",
  answers: () => "/board/responses",
  commitments: () => "/board/commitments",
  labels: () => "/board/labels",
  reports: () => "/board/reports",
  report: () => "/board/reports/13?s=s1",
  copies: () => "/board/copies",
  review: () => "/board/review",
  coding: () => "/board/coding",
  briefing: () => "/board/brief",
  search: () => "/board/search?q=school",
  add: () => "/board/add",
  "an incident that is none": () => "/board/incidents/none",
  "a screen that is none": () => "/board/nothing",
  "before anything was published": () => "/board?as_published=2022-02-01",
  "the account's page": () => "/login",
  "incidents without script": () => "/incidents",
  "an incident without script": () => `/incidents/${incident}`,
  "reports without script": () => "/reports",
  "a report without script": () => "/reports/13",
  "the briefing without script": () => "/brief",
  "search without script": () => "/search?q=school",
};

for (const theme of ["light", "dark"]) {
  for (const [name, path] of Object.entries(screens)) {
    test(`${name}, ${theme}`, async () => {
      const one = await page(browser, server.base, { colorScheme: theme });
      await one.open(path());
      await one.page.waitForLoadState("networkidle").catch(() => undefined);
      await one.page.waitForTimeout(300);
      assert.deepEqual(await violations(one.page), []);
      await one.page.setViewportSize({ width: 360, height: 740 });
      await one.page.waitForTimeout(200);
      const [wide, window] = await one.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= window, `${wide} > ${window} at 360 pixels`);
      // What is not there is answered with 404, which the browser's console tells too.
      if (name === "an incident that is none") one.faults.splice(0, Infinity, ...one.faults.filter((fault) => !fault.includes("404")));
      await one.done();
    });
  }
}

test("the settings, the help and looking back can be used too", async () => {
  const one = await page(browser, server.base);
  await one.open("/board");
  await one.page.getByRole("button", { name: "Settings" }).click();
  await one.page.getByRole("button", { name: "Now" }).click();
  assert.deepEqual(await violations(one.page), []);
  await one.page.keyboard.press("?");
  await one.page.getByRole("dialog").waitFor();
  assert.deepEqual(await violations(one.page), []);
  await one.page.keyboard.press("Escape");
  for (const [language, word] of ["uk", "ru"].map((language) => [language, words(language)["nav.incidents"]])) {
    await one.page.locator("select").filter({ hasText: "Українська" }).selectOption(language);
    await one.page.getByRole("link", { name: word }).first().waitFor();
    assert.equal(await one.page.evaluate(() => document.documentElement.lang), language);
  }
  await one.done();
});
