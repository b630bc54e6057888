// The ways that people go through the board, by mouse and by keyboard, on a fresh ledger of the demonstration dossier.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { colours, desk, launch, page, run, serve, violations } from "./support.mjs";

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

const kindergarten = "violence (artillery, school), Stanytsya-Luhanska";
const open = (options) => page(browser, server.base, options);
const api = (path) => fetch(`${server.base}/api/v1/${path}`).then((answer) => answer.json());
const counted = (one) => one.locator(".count").innerText();
/** Waits until the board says so many. */
const shows = (one, text) => one.waitForFunction((text) => document.querySelector(".count")?.textContent.trim().startsWith(text), text);

test("three actions lead from the start to the exact words, by mouse", async () => {
  const { page: one, open: to, done } = await open();
  await to("/");
  await one.getByRole("link", { name: kindergarten }).first().click();
  await one.locator("td button", { hasText: "Three employees" }).first().click();
  const words = one.locator("aside mark", { hasText: /Three employees/ }).first();
  await words.first().waitFor();
  assert.match(await one.locator("aside").innerText(), /Through whom it came/);
  await done();
});

test("and by keyboard alone", async () => {
  const { page: one, open: to, done } = await open();
  await to("/");
  await one.locator("li[data-id]").first().waitFor();
  for (let step = 0; step < 40; step += 1) {
    await one.keyboard.press("j");
    if ((await one.locator("li.chosen a").first().innerText()) === kindergarten) break;
  }
  await one.keyboard.press("Enter");
  await one.locator("tbody tr").first().waitFor();
  await one.keyboard.press("x");
  await one.keyboard.press("ArrowRight");
  await one.keyboard.press("Enter");
  await one.locator("aside mark").first().waitFor();
  await one.keyboard.press("Escape");
  await one.locator("li[data-id]").first().waitFor();
  await done();
});

test("three commands of the keyboard lead from the start to the exact words of an account", async () => {
  const { page: one, open: to, done } = await open();
  await to("/");
  await one.locator("li[data-id]").first().waitFor();
  // One action is one command that the board carries out: words to look for, a step, an opening. Letters of words are not counted.
  let actions = 0;
  const command = async (...keys) => {
    actions += 1;
    for (const key of keys) await (key.length > 1 && !/^[A-Z]/.test(key) ? one.keyboard.type(key) : one.keyboard.press(key));
  };
  await command("/", "three employees", "Enter");
  await one.locator("a.hit").first().waitFor();
  await command("j");
  await command("Enter");
  await one.locator("mark.at").first().waitFor();
  const words = (await one.locator("mark.at").allInnerTexts()).join("");
  assert.match(words, /^three|employees$/i);
  assert.equal(words, new URL(one.url()).searchParams.get("words"));
  assert.ok(actions <= 3, `${actions} actions`);
  await done();
});

test("without WebGL a canvas draws the map", async () => {
  const plain = await launch(["--disable-gpu", "--disable-3d-apis"]);
  try {
    const { page: one, open: to, done } = await page(plain, server.base);
    await to("/board");
    await one.locator(".map[data-ready]").waitFor();
    assert.equal(await one.evaluate(() => document.createElement("canvas").getContext("webgl2") ?? document.createElement("canvas").getContext("webgl")), null);
    assert.equal(await one.locator(".map[data-ready]").getAttribute("data-engine"), "canvas");
    assert.ok(Number(await one.locator(".map[data-ready]").getAttribute("data-features")) > 0);
    await one.waitForTimeout(800);
    assert.ok((await colours(one, one.locator(".stage"))) > 500);
    await done();
  } finally {
    await plain.close();
  }
});

test("a brush of days narrows list, map and line alike, and the address keeps it", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board");
  await one.locator("li[data-id]").first().waitFor();
  const whole = await counted(one);
  const over = one.locator(".u-over");
  const box = await over.boundingBox();
  await one.mouse.move(box.x + box.width * 0.55, box.y + 20);
  await one.mouse.down();
  await one.mouse.move(box.x + box.width * 0.72, box.y + 20, { steps: 5 });
  await one.mouse.up();
  await one.waitForURL(/since=2022-02-1/);
  const { since, until } = Object.fromEntries(new URL(one.url()).searchParams);
  const { matching } = await api(`incidents?since=${since}&until=${until}`);
  await shows(one, `${matching} of `);
  const part = await counted(one);
  assert.notEqual(part, whole);
  assert.ok((await colours(one, one.locator(".plot"))) > 20);
  await one.reload();
  await shows(one, part);
  await one.keyboard.press("[");
  await one.waitForFunction((before) => new URL(location.href).searchParams.get("since") !== before, since);
  await one.getByRole("button", { name: "All days" }).click();
  await one.waitForFunction((text) => document.querySelector(".count")?.textContent.trim() === text, whole.trim());
  await done();
});

test("filters that leave nothing say which, and one click takes it away", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board?side=BY&status=retracted");
  await one.getByText("No incident is let through").waitFor();
  await one.getByRole("button", { name: /Without “Status”/ }).click();
  await one.locator("li[data-id]").first().waitFor();
  assert.equal(new URL(one.url()).searchParams.get("status"), null);
  await done();
});

test("looking back shows what had been published by then", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board");
  await one.locator("li[data-id]").first().waitFor();
  const now = Number.parseInt(await counted(one), 10);
  await one.getByRole("button", { name: "Now" }).click();
  const slider = one.getByRole("slider");
  await slider.focus();
  await slider.press("Home");
  await one.waitForURL(/as_published=2022-02-15/);
  for (let step = 0; step < 3; step += 1) await slider.press("PageUp");
  await one.waitForURL(/as_published=2022-02-1[6-9]/);
  const then = new URL(one.url()).searchParams.get("as_published");
  const { all } = await api(`incidents?as_published=${encodeURIComponent(then)}&limit=1`);
  await one.waitForFunction((all) => document.querySelector(".count")?.textContent.includes(`of ${all} incidents`), all);
  await one.getByRole("button", { name: "Back to now" }).click();
  await one.waitForFunction((now) => Number.parseInt(document.querySelector(".count")?.textContent ?? "", 10) === now, now);
  await done();
});

test("a wrong join is taken apart, and put together again", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board");
  await one.getByRole("link", { name: kindergarten }).first().click();
  await one.getByRole("button", { name: "Correct" }).click();
  const accounts = one.locator("li.tag");
  await accounts.first().waitFor();
  const told = await accounts.count();
  await accounts.last().getByRole("button", { name: "take out" }).click();
  await one.getByLabel("Your name").fill("Nina Reader");
  await one.getByLabel("Reason").fill("It is of another school");
  await one.getByRole("button", { name: "Record it" }).click();
  await one.getByText(/Recorded as number/).waitFor();
  await one.getByRole("button", { name: "Close" }).click();
  await one.waitForFunction((told) => document.querySelectorAll("li.tag").length < told, told);
  const [last] = (await api("corrections")).slice(-1);
  assert.equal(last.change, "split");
  assert.equal(last.by, "Nina Reader");
  await done();
});

test("the history tells what made an incident, and leads to it as it was known then", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board");
  await one.getByRole("link", { name: kindergarten }).first().click();
  await one.getByRole("heading", { name: "History" }).waitFor();
  await one.locator("summary", { hasText: "History" }).press("Enter");
  const entries = one.locator("details[open] ol > li");
  await entries.first().waitFor();
  await one.waitForURL(/[?&]history=1/);
  assert.match(await entries.first().innerText(), /Report: /);
  assert.match(await one.locator("details[open] ol").innerText(), /Correction \d+: .* are of two occurrences[\s\S]*Nina Reader: It is of another school/);
  assert.deepEqual(await violations(one), []);
  await entries.first().getByRole("link", { name: /The incident as known on/ }).click();
  await one.waitForURL(/incidents\/i[0-9a-f]+\?as_of=20/);
  await one.getByRole("button", { name: "Back to now" }).waitFor();
  await one.getByRole("heading", { name: kindergarten }).waitFor();
  // To the minute, and not to the hour that the slider stands nearest to.
  const asked = new Date(new URL(one.url()).searchParams.get("as_of")).toISOString();
  const minute = `${Number(asked.slice(11, 13)) % 12 || 12}:${asked.slice(14, 16)}`;
  assert.match(await one.locator("output", { hasText: "had recorded by" }).innerText(), new RegExp(`\\b${minute}`));
  await one.getByText(/Correction \d+:/).waitFor({ state: "detached" });
  await done();
});

test("nothing is needed but the page itself where there is no script", async () => {
  const { page: one, open: to, done } = await open({ javaScriptEnabled: false });
  await to("/incidents");
  await one.getByRole("link", { name: kindergarten }).first().click();
  assert.match(await one.locator("main").innerText(), /Three employees/);
  await one.goto(`${server.base}/board`);
  await one.getByRole("link", { name: "incidents" }).click();
  await one.waitForURL(/\/incidents$/);
  await done();
});

test("a reader of Ukrainian opens an incident without a script, and looks at it in Russian", async () => {
  const { page: one, open: to, done } = await open({ javaScriptEnabled: false, locale: "uk-UA" });
  await to("/incidents");
  assert.equal(await one.locator("html").getAttribute("lang"), "uk");
  await one.getByRole("link", { name: kindergarten }).first().click();
  await one.getByRole("heading", { name: "Виклади" }).waitFor();
  assert.match(await one.locator("main").innerText(), /оспорюється[\s\S]*Three employees/);
  await one.getByRole("navigation", { name: "Мова" }).getByRole("link", { name: "Русский" }).click();
  await one.getByText("оспаривается").first().waitFor();
  assert.equal(await one.locator("html").getAttribute("lang"), "ru");
  // What the address names goes on before what the browser asks for.
  await one.getByRole("link", { name: "Материалы" }).click();
  await one.getByRole("heading", { name: "Материалы" }).waitFor();
  await one.getByRole("search").getByRole("searchbox").fill("kindergarten");
  await one.getByRole("search").getByRole("button").click();
  await one.getByRole("heading", { name: "Поиск" }).waitFor();
  assert.match(new URL(one.url()).search, /lang=ru/);
  await done();
});

for (const [name, options, zoom] of [
  ["a window of 360 pixels", { viewport: { width: 360, height: 740 } }, 1],
  // As browsers do it: half as many pixels, each of them twice as large.
  ["a zoom of 200 percent", { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 }, 1],
  ["letters of twice the size", { viewport: { width: 1280, height: 800 } }, 2],
]) {
  test(`${name} shows all without scrolling sideways`, async () => {
    const { page: one, open: to, done } = await open(options);
    await to("/board");
    await one.evaluate((zoom) => (document.documentElement.style.fontSize = `${100 * zoom}%`), zoom);
    await one.getByRole("link", { name: kindergarten }).first().click();
    await one.locator("tbody tr").first().waitFor();
    const [wide, window] = await one.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= window, `${wide} > ${window}`);
    await one.locator("td button", { hasText: "Three employees" }).first().click();
    await one.locator("aside mark").first().waitFor();
    await done();
  });
}

test("the ledger grows while one looks, and the board says so", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board");
  await one.locator("li[data-id]").first().waitFor();
  const report = JSON.stringify({
    id: "late",
    title: "Late word",
    outlet: "Steppe Wire",
    published: "2022-02-21T09:00:00+02:00",
    lang: "en",
    text: "Ukraine's military said on Monday that separatists had shelled Zolote on Sunday, killing two soldiers.",
  });
  run(["ingest", "--ledger", at.ledger, "-"], { cwd: at.dir, env: at.env, input: report });
  await one.getByRole("button", { name: "Show it" }).click();
  await one.getByRole("link", { name: /Zolote/ }).first().waitFor();
  await done();
});
