// A report as it is read, mended, brought and found again, on a fresh ledger of the demonstration dossier.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, launch, page, serve, violations } from "./support.mjs";

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

const open = (options) => page(browser, server.base, options);
const api = (path) => fetch(`${server.base}/api/v1/${path}`).then((answer) => answer.json());
const query = (one) => new URL(one.url()).searchParams;
const stamp = Date.now().toString(36);

/** Says who and why, and records. */
async function record(one) {
  const name = one.getByLabel("Your name");
  await one.getByRole("dialog").waitFor();
  if (await name.count()) await name.fill("T. Ester");
  await one.getByLabel("Reason").fill("as it stands in the text");
  await one.getByRole("button", { name: "Record it" }).click();
  await one.getByText(/Recorded as number/).waitFor();
  await one.getByRole("dialog").getByRole("button", { name: "Close" }).click();
}

test("statements and words choose one another, by mouse and by keys", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/reports/08");
  await one.locator("[data-statement=s3]").click();
  assert.equal(await one.locator("mark.said").allInnerTexts().then((all) => all.join("")), "Kyiv's forces mortared their territory");
  assert.equal(query(one).get("s"), "s3");
  await one.locator(".text span[data-start]", { hasText: "any such plan" }).click();
  await one.locator("[data-statement=s8][aria-pressed=true]").waitFor();
  await one.keyboard.press("k");
  await one.locator("[data-statement=s7][aria-pressed=true]").waitFor();
  await one.keyboard.press("j");
  await one.locator("[data-statement=s8][aria-pressed=true]").waitFor();
  await one.keyboard.press("Enter");
  await one.waitForFunction(() => document.activeElement === document.querySelector(".text"));
  await one.keyboard.press("4");
  await one.waitForURL((url) => url.searchParams.get("layers") === "1234");
  await one.locator(".text .line.place").first().waitFor();
  await done();
});

test("the text is shown letter for letter, with all lines and none", async () => {
  const { page: one, open: to, done } = await open();
  const { text } = (await api("reports/08")).report.document;
  for (const layers of ["0", "123456"]) {
    await to(`/board/reports/08?layers=${layers}&s=s2`);
    await one.locator("[data-statement=s2]").waitFor();
    assert.equal(await one.locator(".text").evaluate((box) => [...box.querySelectorAll("[data-start]")].map((leaf) => leaf.textContent).join("")), text);
  }
  await done();
});

test("an address leads to words, or says that they do not stand there", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/reports/08?at=31-52&words=Observers+of+the+OSCE");
  assert.equal(await one.locator("mark.at").allInnerTexts().then((all) => all.join("")), "Observers of the OSCE");
  for (const wrong of ["at=32-53&words=Observers+of+the+OSCE", "at=99000-99010", "at=nowhere"]) {
    await to(`/board/reports/08?${wrong}`);
    await one.getByRole("alert").waitFor();
    assert.equal(await one.locator("mark").count(), 0);
  }
  await done();
});

test("copies are held against one another", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/reports/09?with=08");
  await one.locator("ins").nth(1).waitFor();
  assert.ok((await one.locator("del").count()) > 1);
  await done();
});

test("words are chosen by keys, and a statement of them is recorded", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/reports/22");
  const before = (await api("reports/22")).report.statements.length;
  await one.locator(".text").focus();
  for (let step = 0; step < 4; step += 1) await one.keyboard.press("Control+ArrowRight");
  for (let step = 0; step < 3; step += 1) await one.keyboard.press("Control+Shift+ArrowRight");
  await one.waitForFunction(() => document.querySelector(".chosen q")?.textContent === getSelection().toString().trim());
  const words = await one.locator(".chosen q").innerText();
  assert.ok(words.length > 5, words);
  await one.getByRole("button", { name: "Add a statement" }).click();
  await one.getByLabel("Speech act").selectOption("warn");
  await one.getByRole("button", { name: "Go on" }).click();
  await record(one);
  await one.locator("[data-statement=h1]").waitFor();
  const { statements } = (await api("reports/22")).report;
  assert.equal(statements.length, before + 1);
  assert.deepEqual([statements.at(-1).content[0].exact, statements.at(-1).speech_act], [words, "warn"]);
  await done();
});

test("a statement is changed, and changed again in place of the change", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/reports/23?s=s5");
  for (const act of ["comment", "doubt"]) {
    await one.locator("[data-statement=s5]").focus();
    if (!(await one.getByLabel("Speech act").count())) await one.keyboard.press("e");
    await one.getByLabel("Speech act").selectOption(act);
    await one.getByRole("button", { name: "Change", exact: true }).first().click();
    await record(one);
    await one.locator("[data-statement=s5]", { hasText: "by hand" }).waitFor();
    const { statements } = (await api("reports/23")).report;
    assert.equal(statements.find((said) => said.id === "s5").speech_act, act);
  }
  await done();
});

test("a statement is judged beside its words, and nothing that was read changes by it", async () => {
  const { page: one, open: to, done } = await open();
  const before = (await api("reports/13")).report;
  await to("/board/reports/13?s=s1");
  const item = one.locator("#statement-s1");
  await item.locator("summary", { hasText: "Judgements of analysts" }).press("Enter");
  await item.getByText("Nobody has recorded a judgement of this statement.").waitFor();
  await item.getByRole("button", { name: "Add a judgement" }).click();
  await item.getByLabel("Judgement, in words").fill("The figure is the hospital's, not the ministry's.");
  await item.getByLabel("How likely, or how sure (one of them)").selectOption("confidence:moderate");
  await item.getByLabel("Source (Admiralty)").selectOption("B");
  await item.getByLabel("Reports or statements that it rests on, as 11#s1").fill("11#s2");
  await item.getByLabel("Your name").fill("T. Ester");
  assert.deepEqual(await violations(one), []);
  await item.getByRole("button", { name: "Record it" }).click();
  await item.getByText("The figure is the hospital's, not the ministry's.").waitFor();
  const [judged] = await api("assessments?about=13%23s1");
  assert.deepEqual([judged.statement, judged.incident, judged.grade], [{ document: "13", statement: "s1" }, null, "B6"]);
  assert.deepEqual((await api("reports/13")).report, before);
  // Of another statement, nothing is told.
  await one.locator("[data-statement=s2]").click();
  await one.locator("#statement-s2 summary", { hasText: "Judgements of analysts" }).click();
  await one.locator("#statement-s2").getByText("Nobody has recorded a judgement of this statement.").waitFor();
  await one.locator("[data-statement=s1]").click();
  await item.locator("summary", { hasText: "Judgements of analysts" }).click();
  await item.getByRole("link", { name: "11#s2" }).click();
  await one.locator("[data-statement=s2][aria-pressed=true]").waitFor();
  await done();
});

test("an article is pasted, read at once, mended and kept", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/add");
  const text = `KYIV (Northwire) - A shell hit a school in Popasna on Thursday, Ukraine's Defence Ministry said. It blamed the separatists. The Luhansk People's Republic denied it. 💥 ${stamp}\n`;
  const began = Date.now();
  await one.getByLabel("Text of a report").fill(text);
  await one.locator("[data-statement]").first().waitFor();
  assert.ok(Date.now() - began < 3000, `read in ${Date.now() - began} ms`);
  await one.getByLabel("Headline").fill(`School hit ${stamp}`);
  await one.getByLabel("Outlet").fill("Northwire");
  await one.getByLabel("Published").fill("2022-02-18");
  await one.locator("[data-statement=s2]").click();
  await one.keyboard.press("e");
  await one.getByLabel("Speech act").selectOption("assert");
  await one.getByRole("button", { name: "Change", exact: true }).first().click();
  await one.getByLabel("Or type the words").fill("The Luhansk People's Republic denied it");
  await one.getByRole("button", { name: "Add a statement" }).click();
  await one.getByRole("button", { name: "Go on" }).click();
  await one.locator("[data-statement=h1]").waitFor();
  await one.reload();
  await one.locator("[data-statement=h1]").waitFor();
  assert.equal(await one.getByLabel("Text of a report").inputValue(), text);
  await one.getByLabel("Your name").fill("T. Ester");
  await one.getByLabel("Reason").fill("the reading missed it");
  await one.getByRole("button", { name: "Add to the ledger with 2 corrections" }).click();
  await one.locator("h1", { hasText: stamp }).waitFor();
  await one.locator("[data-statement=h1]").waitFor();
  const id = decodeURIComponent(new URL(one.url()).pathname.split("/").at(-1));
  const { statements } = (await api(`reports/${id}`)).report;
  assert.equal(statements.find((said) => said.id === "s2").speech_act, "assert");
  assert.equal(statements.find((said) => said.id === "h1").content[0].exact, "The Luhansk People's Republic denied it");
  await to("/board/add");
  assert.equal(await one.getByLabel("Text of a report").inputValue(), "");
  await done();
});

test("what cannot be read is told, and what was pasted stays", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/add");
  await one.getByLabel("Or a file").setInputFiles({ name: "noise.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 255, 3, 0, 7, 200, 0, 1, 2, 0]) });
  await one.getByText(/binary file/).waitFor();
  await one.getByLabel("Or a file").setInputFiles({ name: "large.txt", mimeType: "text/plain", buffer: Buffer.alloc(8 * 1024 * 1024 + 1, "a") });
  await one.getByText(/more than 8 MiB/).waitFor();
  await one.getByLabel("Published").fill("yesterday");
  assert.equal(await one.getByLabel("Published").getAttribute("aria-invalid"), "true");
  await one.getByLabel("Text of a report").fill("Left half done.");
  await one.getByRole("link", { name: "Reports", exact: true }).click();
  await one.locator("table").waitFor();
  await one.goBack();
  await one.getByLabel("Text of a report").waitFor();
  assert.equal(await one.getByLabel("Text of a report").inputValue(), "Left half done.");
  await done();
});

test("a search opens at the words, by keys", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/search?q=kindergarten");
  await one.locator("a.hit").nth(1).waitFor();
  const days = await one.locator("aside section", { hasText: "Days" }).locator("button").allInnerTexts();
  const dates = days.map((text) => Date.parse(text.replace(/\s\d+$/, "")));
  assert.deepEqual(dates, [...dates].sort((a, b) => a - b));
  await one.keyboard.press("j");
  await one.keyboard.press("Enter");
  await one.locator("mark.at").waitFor();
  assert.match(await one.locator("mark.at").innerText(), /kindergarten/i);
  await done();
});

test("where nothing is found, less is proposed", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/search?q=kindergarten+zeppelin");
  await one.getByRole("link", { name: "kindergarten", exact: true }).click();
  await one.locator("a.hit").first().waitFor();
  await done();
});

test("reports are sorted and filtered in the address, copies folded", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/reports");
  await one.getByRole("button", { name: "+2 copies" }).click();
  assert.equal(await one.locator("tr.folded").count(), 2);
  await one.getByRole("columnheader", { name: "Headline" }).getByRole("button").click();
  assert.equal(query(one).get("sort"), "title");
  await one.getByLabel("Words of the headline").fill("kindergarten zeppelin");
  await one.keyboard.press("Enter");
  await one.getByRole("button", { name: /Without “Words of the headline”/ }).click();
  await one.locator("a.report").nth(5).waitFor();
  await done();
});

test("all of it is accessible", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
      const { page: one, open: to, done } = await open({ colorScheme, viewport });
      for (const path of ["/board/reports/13?s=s2&layers=123456&unread=1", "/board/reports/09?with=08", "/board/search?q=kindergarten", "/board/reports", "/board/add"]) {
        await to(path);
        await one.locator("[data-statement], a.hit, a.report, textarea").first().waitFor();
        assert.deepEqual(await violations(one), [], path);
        assert.ok(await one.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than ${viewport.width}`);
      }
      await done();
    }
  }
});
