// Addresses that are cut, mistyped or of another time: the screen is shown, and what was not understood is said.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, launch, page, serve } from "./support.mjs";

let at, server, browser;

before(async () => {
  at = desk();
  server = await serve(at);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});
const open = () => page(browser, server.base);

const wrong = {
  "/board/new?since=bogus": "since=bogus",
  "/board?as_of=bogus": "as_of=bogus",
  "/board?as_published=2022-02-99": "as_published=2022-02-99",
  "/board?bbox=1,2": "bbox=1,2",
  "/board?bbox=x": "bbox=x",
  "/board?bbox=999,999,999,999": "bbox=999,999,999,999",
  "/board?since=bogus&until=2022-02-18": "since=bogus",
  "/board/new?as_published=yesterday": "as_published=yesterday",
  "/board/new?from=a&to=b&place=Donetsk": "from=a",
  "/board/reports?since=x": "since=x",
  "/board/search?q=school&since=x": "since=x",
  "/board/brief?since=x": "since=x",
  "/board/responses?since=x": "since=x",
  "/board?ui=xx": "ui=xx",
};
for (const [path, told] of Object.entries(wrong)) {
  test(`${path} shows its screen and says what it left out`, async () => {
    const { page: one, open: to, done } = await open();
    await to(path);
    await one.getByRole("alert").filter({ hasText: told }).waitFor();
    await one.locator("li[data-id], .page h1").first().waitFor();
    await one.waitForTimeout(300);
    assert.equal(await one.locator(".trouble").count(), 0);
    assert.ok((await one.locator("main").innerText()).length > 100);
    await one.getByRole("button", { name: "Take it out of the address" }).click();
    await one.waitForFunction(() => !document.querySelector("main [role=alert]"));
    assert.ok(!one.url().includes(told.split("=")[0] + "=" + told.split("=")[1]));
    await done();
  });
}

test("a screen that there is not is said to be none", async () => {
  const { page: one, open: to, done } = await open();
  for (const none of ["nothing", "new/1", "reports/08/what"]) {
    await to(`/board/${none}`);
    await one.getByRole("heading", { name: `There is no screen “${none}”.` }).waitFor();
  }
  await one.locator("main").getByRole("link", { name: "Incidents" }).click();
  await one.locator("li[data-id]").first().waitFor();
  await done();
});

test("before anything was published the board says so, and its line of days shows no days", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board?as_published=2022-02-01");
  await one.getByText("Nothing had been published by Feb 1, 2022.").waitFor();
  const told = await one.locator("main").innerText();
  assert.doesNotMatch(told, /no incidents yet|Add a report/);
  assert.equal(await one.locator(".uplot").count(), 0);
  await one.getByText("No incident here has a day.").waitFor();
  await to("/board?as_of=2022-02-01");
  await one.getByText("Nothing had been recorded in this ledger by Feb 1, 2022.").waitFor();
  await one.locator("main").getByRole("button", { name: "Back to now" }).click();
  await one.locator("li[data-id]").first().waitFor();
  await one.locator(".uplot").waitFor();
  await done();
});

test("a search at the time of publication says what can be searched instead", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/search?q=school&as_published=2022-02-17");
  await one.getByText("Words cannot be looked for as of when").waitFor();
  assert.equal(await one.locator(".trouble").count(), 0);
  await one.getByRole("button", { name: "Search in all that is known now" }).click();
  await one.locator("a.hit").first().waitFor();
  await done();
});

test("a part of the board that cannot be fetched is told plainly, and tried again", async () => {
  const { page: one, open: to, faults } = await open();
  let fails = true;
  await to("/board");
  await one.locator("li[data-id]").first().waitFor();
  await one.route(/assets\/(Labels|Pledge|Daily)[^/]*\.(js|css)/, (route) => (fails ? route.abort() : route.fallback()));
  await one.getByRole("link", { name: "Labels" }).click();
  await one.getByRole("alert").filter({ hasText: "could not be fetched" }).waitFor();
  assert.doesNotMatch(await one.locator("main").innerText(), /Error|preload|https?:/);
  fails = false;
  await one.getByRole("button", { name: "Try again" }).click();
  await one.getByRole("heading", { name: "Labels", level: 1 }).waitFor();
  assert.deepEqual(faults.filter((fault) => !/Failed to load resource|ERR_FAILED|preload/.test(fault)), []);
  await one.context().close();
});
