// Reports that are meant to harm whoever reads them: scripts, letters that turn the order of words or hide them, archives of pages
// that name what is outside them. On every screen their words stand in the order in which they are stored, and nothing runs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, launch, page, run, serve } from "./support.mjs";

let at, server, browser, hostile, incident;
const turned = "\u202e";
const report = {
  id: `evil${turned}lamron`,
  title: `Shelling ${turned}of Popasna\u2069 <script>document.title = "ran"</script>`,
  outlet: `Wire${turned}eriW <img src=x onerror=alert(1)>`,
  published: "2022-02-18T09:00:00+02:00",
  lang: "en",
  url: "javascript:alert(1)",
  text:
    `The army said on Friday that ${turned}shells hit Popasna and\u202c killed two soldiers. <img src=x onerror="document.title='ran'">\n\n` +
    `Kyiv's \u2067military said on Friday that sepa\u200bratists had shelled Zolote\u2069\u2069\u2069, wounding three people. <script>alert(1)</script>\n\n` +
    `\u2066The Luhansk People's Republic denied\u2069 it on Fri\u00adday.`,
};

/** A stored archive of one page, by a name that leads out of it. */
function archive(name, text) {
  const crc = (bytes) => {
    let all = ~0;
    for (const byte of bytes) {
      all ^= byte;
      for (let bit = 0; bit < 8; bit += 1) all = (all >>> 1) ^ (0xedb88320 & -(all & 1));
    }
    return ~all >>> 0;
  };
  const [file, body] = [Buffer.from(name), Buffer.from(text)];
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(0x0800, 2);
  facts.writeUInt32LE(crc(body), 10);
  facts.writeUInt32LE(body.length, 14);
  facts.writeUInt32LE(body.length, 18);
  facts.writeUInt16LE(file.length, 22);
  const head = Buffer.concat([Buffer.from("PK\x03\x04"), facts, file, body]);
  const entry = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), facts, Buffer.alloc(14), file]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(head.length, 16);
  return Buffer.concat([head, entry, end]);
}

before(async () => {
  at = desk();
  run(["ingest", "--ledger", at.ledger, "-"], { cwd: at.dir, env: at.env, input: JSON.stringify(report) });
  server = await serve(at);
  browser = await launch();
  hostile = (await api("reports?limit=1000")).reports.find((one) => one.reference.startsWith("evil"));
  [incident] = (await api(`reports/${hostile.id}`)).incidents;
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});

const api = (path) => fetch(`${server.base}/api/v1/${path}`).then((answer) => answer.json());

/** Letters that steer and are not told by their code; texts whose letters do not stand from left to right, line by line. */
const faults = (one) =>
  one.evaluate(() => {
    const out = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      const parent = node.parentElement;
      if (parent.closest(".unseen, script, style, textarea")) continue;
      if (/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f]/.test(node.data)) out.push(`steers: ${JSON.stringify(node.data.slice(0, 80))} in ${parent.tagName}.${parent.className}`);
      if (!/Popasna|Zolote|Wire|evil|lamron|Shelling/.test(node.data) || !parent.getClientRects().length) continue;
      let before = null;
      const range = document.createRange();
      for (let at = 0; at < Math.min(node.data.length, 300); at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const [rect] = range.getClientRects();
        if (!rect || rect.width === 0) continue;
        if (before && Math.abs(rect.top - before.top) < 2 && rect.left < before.left) {
          out.push(`turned: ${JSON.stringify(node.data.slice(Math.max(0, at - 20), at + 20))} in ${parent.tagName}`);
          break;
        }
        before = rect;
      }
    }
    for (const element of document.querySelectorAll("[title], [aria-label], option")) {
      const said = `${element.title} ${element.getAttribute("aria-label")} ${element.tagName === "OPTION" ? element.text : ""}`;
      if (/[\u202a-\u202e\u2066\u2067]/.test(said)) out.push(`steers: ${said.slice(0, 80)}`);
    }
    if (/^ran|[\u202a-\u202e]/.test(document.title)) out.push(`title: ${document.title}`);
    for (const link of document.querySelectorAll("a")) if (/^(javascript|data):/i.test(link.getAttribute("href") ?? "")) out.push(`runs: ${link.href}`);
    if (document.querySelector("main img, main iframe, main script")) out.push("markup of a report became an element");
    return out;
  });

const screens = {
  "the board": () => "/board?all=1",
  "the incident": () => `/board/incidents/${incident.id}?cell=0.-1`,
  "the incident's cell": () => `/board/incidents/${incident.id}?cell=0.0`,
  "what is new": () => "/board/new?by=published&since=2022-02-16T00:00:00Z",
  answers: () => "/board/responses",
  commitments: () => "/board/commitments",
  labels: () => "/board/labels",
  reports: () => "/board/reports",
  "the report": () => `/board/reports/${hostile.id}?layers=123456&s=s1&unread=1`,
  copies: () => "/board/copies",
  review: () => "/board/review",
  briefing: () => "/board/brief",
  search: () => "/board/search?q=Popasna",
};
for (const [name, path] of Object.entries(screens)) {
  test(`${name}: words stand in the order in which they are stored`, async () => {
    const { page: one, open: to, done } = await page(browser, server.base);
    await to(path());
    await one.waitForLoadState("networkidle").catch(() => undefined);
    await one.waitForTimeout(500);
    await one.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
    await one.waitForTimeout(400);
    assert.deepEqual(await faults(one), []);
    await done();
  });
}

test("in the reader letters are counted, chosen and copied as they are stored", async () => {
  const { page: one, open: to, done } = await page(browser, server.base);
  await to(`/board/reports/${hostile.id}`);
  const { text } = (await api(`reports/${hostile.id}`)).report.document;
  await one.locator(".text [data-start]").first().waitFor();
  assert.equal(await one.locator(".text").evaluate((box) => [...box.querySelectorAll("[data-start]")].map((leaf) => leaf.textContent).join("")), text);
  const told = await one.locator(".text .unseen").evaluateAll((all) => all.map((one) => [one.dataset.code, getComputedStyle(one, "::before").content, one.getBoundingClientRect().width > 20]));
  assert.equal(told.length, [...text.matchAll(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f]/g)].length);
  for (const [code, content, isSeen] of told) assert.ok(content.includes(code) && isSeen, `${code}: ${content}`);
  const words = `that ${turned}shells hit Popasna and`;
  await one.getByLabel("Or type the words").fill(words);
  await one.getByRole("button", { name: "Link to these words" }).click();
  await one.waitForURL(/at=/);
  assert.equal(new URL(one.url()).searchParams.get("words"), words);
  await one.reload();
  await one.locator("mark.at").first().waitFor();
  const copied = await one.evaluate(() => {
    const marks = [...document.querySelectorAll("mark.at")];
    const range = document.createRange();
    range.setStartBefore(marks[0]);
    range.setEndAfter(marks.at(-1));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString();
  });
  assert.equal(copied, words);
  assert.deepEqual(await faults(one), []);
  await done();
});

test("what is brought is read without being run: pasted, and as an archive of a page", async () => {
  const { page: one, open: to, done } = await page(browser, server.base);
  await to("/board/add");
  await one.getByLabel("Text of a report").fill(report.text);
  await one.locator(".text [data-start]").first().waitFor();
  assert.deepEqual(await faults(one), []);
  const html = `<html><head><title>Shelling ${turned}of Popasna<script>document.title="ran"</script></title></head><body><article><h1>Shelling ${turned}of Popasna</h1><p>${report.text.replaceAll("\n\n", "</p><p>").replaceAll(/<(img|script)/g, "&lt;$1")}</p><iframe src="javascript:parent.document.title='ran'"></iframe><svg onload="document.title='ran'"></svg></article></body></html>`;
  await one.getByLabel("Or a file").setInputFiles({ name: "pages.zip", mimeType: "application/zip", buffer: archive(`../../${turned}lmth.html`, html) });
  await one.locator(".text", { hasText: "killed two soldiers" }).waitFor();
  await one.waitForTimeout(500);
  assert.deepEqual(await faults(one), []);
  await done();
});
