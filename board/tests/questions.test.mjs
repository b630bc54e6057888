// The questions of a shift as screens: what they show is what the API answers, in both themes and on a narrow screen too.
// FOGLINE_BOARD names a board that is served already, as by Vite, and FOGLINE_LEDGER its ledger: a fresh one, which is written to.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { desk, launch, page, run, serve, violations } from "./support.mjs";

const said = Object.assign({}, ...["en", "en.rest"].map((name) => JSON.parse(readFileSync(new URL(`../src/words/${name}.json`, import.meta.url), "utf8"))));
let at, server, browser, base;

before(async () => {
  base = process.env.FOGLINE_BOARD;
  if (base) at = { dir: process.cwd(), env: {}, ledger: process.env.FOGLINE_LEDGER, remove: () => undefined };
  else {
    at = desk();
    server = await serve(at);
    base = server.base;
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});

const api = async (path) => {
  const answer = await fetch(`${base}/api/v1/${path}`);
  return answer.ok ? answer.json() : null;
};
const send = (body) =>
  fetch(`${base}/api/v1/corrections`, { method: "POST", headers: { "content-type": "application/json", origin: base }, body: JSON.stringify({ by: "A. Analyst", reason: "checked against the page", ...body }) }).then((answer) => answer.json());

const night = { since: "2022-02-18T05:00:00Z", as_published: "2022-02-19T07:00:00+02:00" };
const asked = (all) => new URLSearchParams(all).toString();
const decision = {
  id: "read-17-s1",
  kind: "side_unknown",
  asks: "Is statement s1 of 17 read rightly?",
  uncertainty: 0.5,
  incidents: [],
  evidence: [{ document: "17", statement: "s1", speaker: null, side: null, outlet: "Meridian-East", published: null, words: [{ start: 9, end: 61, exact: "having shelled the kindergarten" }] }],
  reasons: [],
  answers: [
    { answer: "yes", says: "it was read right", correction: { change: "review", document: "17", statement: "s1" } },
    { answer: "other", says: "for UA", correction: { change: "edit", document: "17", target: "s1", field: "side", value: "UA" } },
  ],
};

async function open({ theme = "light", width = 1280, review = null } = {}) {
  const one = await page(browser, base, { viewport: { width, height: 900 }, colorScheme: theme });
  // What the server does not answer yet is answered here.
  const instead = async (path, answer) => {
    if (!(await api(path))) await one.page.route(new RegExp(`/api/v1/${path}(\\?|$)`), async (route) => route.fulfill({ json: answer(route.request().url()) }));
  };
  const brief = (url) => JSON.parse(run(["brief", "--ledger", at.ledger, "--format", "json", ...(url.includes("public=") ? ["--public"] : [])], { cwd: at.dir, env: at.env }));
  await instead("session", () => ({ accounts: false, name: null, role: "admin", csrf: null }));
  await instead("brief", brief);
  await instead("review", () => []);
  if (review) await one.page.route(/\/api\/v1\/review/, (route) => route.fulfill({ json: review, headers: { "total-count": String(review.length) } }));
  return one;
}
const words = (one) => one.locator("main").innerText();
const rows = (one) => one.locator("[data-row]").count();

const screens = {
  new: {
    query: { ...night, by: "published", place: "Donetsk" },
    check: async (one) => {
      const news = await api(`new?${asked({ ...night, published: true })}`);
      const entries = Object.values(news.areas).flat();
      const fresh = entries.filter((entry) => entry.is_new).length;
      await one.getByText(`${fresh} new incidents, ${entries.length - fresh} changed incidents`).waitFor();
      const text = await words(one);
      for (const area of Object.keys(news.areas)) assert.ok(text.includes(area), area);
      assert.match(text, new RegExp(`${news.new_reports} new reports?`));
      const changes = entries.flatMap((entry) => entry.changes.filter((one) => one.change === "status"));
      assert.ok(changes.length > 0, "no status changed that night");
      for (const { of, from, to } of changes) assert.ok(text.includes(`${said[`news.of.${of}`]}: was “${said[`${of}.${from}`]}”, is now “${said[`${of}.${to}`]}”`), `${of}: ${from} to ${to}`);
      assert.match(text, /Luhansk People's Republic \(self-proclaimed\)[^«]*denies\s*«having shelled the kindergarten in Kyiv-held Stanytsia Luhanska»/);
      await one.getByText("Restricted at two checkpoints").waitFor();
      const figures = await api(`figures?${asked(night)}`);
      assert.equal(await one.locator("section[aria-labelledby=figures] [data-row]").count(), figures.length);
    },
  },
  responses: {
    check: async (one) => {
      const claims = await api("responses");
      await one.getByText(`${claims.length} of ${claims.length} claims`).waitFor();
      assert.equal(await rows(one), claims.length);
      const none = claims.filter((claim) => claim.response === "no_answer_found");
      assert.equal(await one.locator("[data-response=no_answer_found]").count(), none.length);
      const read = Object.values(none[0].looked.reports).reduce((sum, number) => sum + number, 0);
      assert.match(await one.locator("[data-response=no_answer_found]").first().innerText(), new RegExp(`^no answer found in ${read} reports? read \\(`));
    },
  },
  commitments: {
    check: async (one) => {
      const found = await api("commitments");
      for (const [kind, all] of [["promise", found.promises], ["agreement", found.agreements], ["warning", found.warnings]]) {
        const section = one.locator(`[data-kind=${kind}]`);
        await section.locator("[data-row]").first().waitFor();
        assert.equal(await section.locator("[data-row]").count(), all.length);
        assert.equal(await section.locator("[data-count]").innerText(), `${all.length} of ${all.length}`);
      }
      const text = (await words(one)).toLowerCase();
      for (const verdict of [" kept", "broken", "broke ", " lied", "violated its"]) assert.ok(!text.includes(verdict), verdict);
    },
  },
  labels: {
    query: { table: "1" },
    check: async (one) => {
      const labels = await api("labels");
      await one.getByText(`${labels.length} of ${labels.length} labels`).waitFor();
      assert.equal(await rows(one), labels.length);
      const daily = labels.reduce((sum, label) => sum + label.daily.length, 0);
      assert.equal(await one.locator("table:has(caption:text-is('By day and side')) tbody tr").count(), daily);
      await one.getByRole("button", { name: "As a table" }).click();
      await one.locator("figure svg").first().waitFor();
      assert.equal(await one.locator("figure rect").count(), daily + (await one.locator("figcaption rect").count()));
    },
  },
  copies: {
    query: { diff: "09" },
    check: async (one) => {
      const groups = await api("copies");
      const print = one.locator("[data-print='09']");
      await print.locator("del, ins").first().waitFor();
      assert.equal(await one.locator("[data-print]").count(), groups.flatMap((group) => group.members).length);
      // What is only in the print taken away, the origin's text stands there, and the other way.
      const [origin, copy] = await Promise.all(["08", "09"].map((name) => api(`reports/${name}`).then((found) => found.report.document.text)));
      const shown = (without) =>
        print.locator(".text").evaluate((text, name) => {
          const own = text.cloneNode(true);
          for (const part of own.querySelectorAll(`${name}, summary`)) part.remove();
          return own.textContent.replace(/\s+/g, " ").trim();
        }, without);
      const plain = (text) => text.replace(/\s+/g, " ").trim();
      assert.equal(await shown("ins"), plain(origin));
      assert.equal(await shown("del"), plain(copy));
    },
  },
  review: {
    check: async (one) => {
      await one.getByRole("heading", { name: "Corrections made" }).waitFor();
      const waiting = (await api("review")) ?? [];
      if (waiting.length === 0) return one.getByText("Nothing waits for a decision.").waitFor();
      await one.getByText(`1 of ${waiting.length}`).waitFor();
      await one.getByRole("heading", { name: waiting[0].asks }).waitFor();
      assert.equal(await one.locator("[data-decision] section").count(), waiting[0].evidence.length);
      await one.locator("h1").click();
      await one.keyboard.press("s");
      await one.getByText(`2 of ${waiting.length}`).waitFor();
    },
  },
  brief: {
    check: async (one) => {
      await one.locator("[data-section]").first().waitFor();
      assert.equal(await one.locator("[data-section]").count(), 12);
      const sentences = await one.locator("[data-section] article p").count();
      assert.ok(sentences > 50, `${sentences} sentences`);
      assert.equal(await one.locator("[data-section] article p:not(:has(.cite))").count(), 0, "a sentence without a source");
      const link = await one.locator(".cite").first().getAttribute("href");
      assert.match(link, /\/board\/reports\/\d+\?s=s\d+&at=\d+-\d+/);
    },
  },
};

for (const [name, { query = {}, check }] of Object.entries(screens)) {
  for (const [theme, width] of [["light", 1280], ["dark", 360]]) {
    test(`${name} shows what the API answers, ${theme}, ${width} wide`, async () => {
      const { page: one, open: to, done } = await open({ theme, width });
      await to(`/board/${name}?${asked(query)}`);
      await check(one);
      const [wide, room] = await one.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= room, `${wide} wide in ${room}`);
      assert.deepEqual(await violations(one), []);
      await done();
    });
  }
}

test("what is marked as read is not new the next time, and that can be undone", async () => {
  const { page: one, open: to, done } = await open();
  const when = asked({ by: "published", as_published: night.as_published });
  await to(`/board/new?${when}`);
  await one.getByRole("button", { name: "Mark as read" }).click();
  await one.getByText("Nothing is new since").waitFor();
  await one.getByRole("button", { name: "Undo" }).click();
  await one.locator("article[data-row]").first().waitFor();
  await one.getByRole("button", { name: "Mark as read" }).click();
  await one.getByText("Nothing is new since").waitFor();
  await one.reload();
  await one.getByText("You last looked").waitFor();
  await one.getByText("Nothing is new since").waitFor();
  await done();
});

test("what is being put together is asked for again until it is there", async () => {
  const opened = await open();
  const { page: one, open: to, faults } = opened;
  let isThere = false;
  const body = { title: "Service Unavailable", status: 503, detail: "what was known then is being put together; ask again in a moment" };
  await one.route(/\/api\/v1\/new\?/, (route) => (isThere ? route.continue() : route.fulfill({ status: 503, contentType: "application/problem+json", json: body })));
  await to(`/board/new?${asked({ ...night, by: "published" })}`);
  const said = one.getByText("It is asked again by itself until it is there.");
  await said.waitFor();
  await one.getByText(body.detail).waitFor();
  isThere = true;
  await one.getByText(/\d+ new incidents/).waitFor();
  assert.equal(await said.count(), 0);
  faults.splice(0, Infinity, ...faults.filter((fault) => !fault.includes("503")));
  await opened.done();
});

test("while it is not known of which incidents words are said, none is shown, rather than all", async () => {
  const opened = await open();
  const { page: one, open: to, faults } = opened;
  let isThere = false;
  const body = { title: "Service Unavailable", status: 503, detail: "what was known then is being put together; ask again in a moment" };
  await one.route(/\/api\/v1\/incidents\?.*text=/, (route) => (isThere ? route.continue() : route.fulfill({ status: 503, contentType: "application/problem+json", json: body })));
  await to("/board?text=kindergarten");
  const list = one.locator("section.list");
  await list.getByText("It is asked again by itself until it is there.").waitFor();
  assert.equal(await list.locator("[data-id]").count(), 0);
  isThere = true;
  await list.locator("[data-id]").first().waitFor();
  assert.equal(await list.locator("[data-id]").count(), (await api("incidents?text=kindergarten")).incidents.length);
  faults.splice(0, Infinity, ...faults.filter((fault) => !fault.includes("503")));
  await opened.done();
});

test("filters stand in the address, and one that empties a list can be taken away", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/responses");
  await one.getByLabel("Answer").selectOption("denied");
  await one.waitForURL(/answer=denied/);
  const denied = (await api("responses")).filter((claim) => claim.response === "denied").length;
  await one.locator("[role=status]", { hasText: `${denied} of` }).waitFor();
  await one.reload();
  await one.locator("[role=status]", { hasText: `${denied} of` }).waitFor();
  await one.getByLabel("Words", { exact: true }).fill("no such words");
  await one.getByLabel("Words", { exact: true }).press("Enter");
  await one.getByRole("button", { name: `Without “Words”: ${denied}` }).click();
  await one.locator("[role=status]", { hasText: `${denied} of` }).waitFor();

  // Of three lists in one answer as well; a value that nobody offers filters nothing.
  const { promises } = await api("commitments?kind=promise");
  await to("/board/commitments?kind=promise&status=nonsense&text=no+such+words");
  await one.getByRole("button", { name: `Without “Words”: ${promises.length}` }).waitFor();
  assert.equal(await one.locator("[data-kind]").count(), 0, "nothing is said of lists that are let through by nothing");
  await one.getByRole("button", { name: `Without “Words”: ${promises.length}` }).click();
  await one.locator("[data-kind=promise] [data-count]", { hasText: `${promises.length} of ${promises.length}` }).waitFor();
  assert.equal(await rows(one), Math.min(promises.length, 40));
  await done();
});

test("a long list comes part by part, and one that stands far behind is found by its address", async () => {
  const { page: one, open: to, done } = await open();
  // As if the lists were long: of forty or fifty that are asked for, two are given, and of eighty four.
  const shorter = async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set("limit", String(Math.max(1, Math.floor(Number(url.searchParams.get("limit")) / 20))));
    const answer = await route.fetch({ url: url.href });
    const { link: _, ...headers } = answer.headers();
    return route.fulfill({ response: answer, headers });
  };
  const claims = (await api("responses")).length;
  await one.route(/\/api\/v1\/responses/, shorter);
  await to("/board/responses");
  await one.locator("[role=status]", { hasText: `${claims} of ${claims}` }).waitFor();
  assert.equal(await rows(one), 2);
  await one.getByText(`2 of ${claims} shown`).waitFor();
  await one.getByRole("button", { name: `Show ${claims - 2} more` }).click();
  await one.waitForFunction(() => document.querySelectorAll("[data-row]").length === 4);

  const decisions = await api("review");
  const last = decisions.at(-1);
  assert.ok(decisions.length > 2);
  await one.route(/\/api\/v1\/review\?(.*&)?limit=/, shorter);
  let goOn;
  const asked = new Promise((isAsked) =>
    one.route(/\/api\/v1\/review\?(.*&)?id=/, (route) => {
      goOn = () => route.continue();
      isAsked();
    }),
  );
  await to(`/board/review?d=${encodeURIComponent(last.id)}`);
  await asked;
  assert.equal(await one.locator("[data-decision]").count(), 0, "no other is put in its place, so that none is answered by mistake");
  await goOn();
  await one.locator(`[data-decision="${last.id}"]`).waitFor();
  // What was written beside one is no reason for another.
  await one.getByLabel("Reason").fill("checked");
  await one.getByRole("button", { name: "Skip" }).click();
  await one.locator(`[data-decision="${decisions[0].id}"]`).waitFor();
  assert.equal(await one.getByLabel("Reason").inputValue(), "");
  await done();
});

test("of a text that many print some prints are shown, and the one whose differences are looked at", async () => {
  const { page: one, open: to, done } = await open();
  const [group] = await api("copies");
  const { ref } = group.members[0];
  const members = Array.from({ length: 25 }, (_, at) => ({ ...group.members[0], ref: at === 23 ? ref : `print-${at}` }));
  await one.route(/\/api\/v1\/copies(\?|$)/, (route) => route.fulfill({ json: [{ ...group, members }], headers: { "total-count": "1" } }));
  await to("/board/copies");
  await one.locator("[data-print]").first().waitFor();
  assert.equal(await one.locator("[data-print]").count(), 20);
  await one.getByRole("button", { name: "Show 5 more" }).click();
  await one.locator("[data-print=print-24]").waitFor();
  await to(`/board/copies?diff=${ref}`);
  await one.locator(`[data-print="${ref}"] ins`).first().waitFor();
  assert.equal(await one.locator("[data-print]").count(), 24);
  await done();
});

test("j and k step, Enter opens", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/responses");
  await one.locator("[data-row]").first().waitFor();
  for (const key of ["j", "j", "k", "j"]) await one.keyboard.press(key);
  const second = await one.locator("[data-row]").nth(1).locator("[data-opens]").getAttribute("href");
  await one.keyboard.press("Enter");
  await one.waitForURL((url) => url.pathname + url.search === second);
  await done();
});

test("a decision needs a reason, can be undone, and is recorded once", async () => {
  const { page: one, open: to, done } = await open({ review: [decision] });
  const before = (await api("corrections")).length;
  await to("/board/review");
  await one.locator("[data-decision]").waitFor();
  await one.locator("body").press("y");
  await one.getByText("Your name and a reason are needed first.").waitFor();
  await one.getByLabel("Your name").fill("B. Analyst");
  await one.getByLabel("Reason").fill("read against the page");
  await one.getByRole("button", { name: "Yes" }).click();
  await one.getByRole("button", { name: /^Undo/ }).click();
  await one.locator("[data-decision]").waitFor();
  assert.equal(await one.getByLabel("Reason").inputValue(), "read against the page");
  assert.equal((await api("corrections")).length, before);
  await one.locator("h1").click();
  await one.keyboard.press("y");
  await one.getByRole("button", { name: "Send now" }).click();
  await one.locator("[data-done]").waitFor();
  const made = await api("corrections");
  assert.equal(made.length, before + 1);
  assert.deepEqual([made.at(-1).change, made.at(-1).by, made.at(-1).reason], ["review", "B. Analyst", "read against the page"]);
  await one.locator(`[data-record="${made.at(-1).record}"]`, { hasText: "reviewed: s1" }).waitFor();
  await done();
});

test("who leaves with a decision that is not sent is asked", async () => {
  const statement = { ...decision, id: "other", answers: [{ answer: "yes", says: "it was read right", correction: { change: "review", document: "17", statement: "s7" } }] };
  const { page: one, open: to, done } = await open({ review: [statement] });
  const before = (await api("corrections")).length;
  await to("/board/review");
  await one.getByLabel("Your name").fill("B. Analyst");
  await one.getByLabel("Reason").fill("read against the page");
  await one.getByRole("button", { name: "Yes" }).click();
  one.once("dialog", (dialog) => dialog.dismiss());
  await one.getByRole("link", { name: "Labels" }).click();
  assert.match(one.url(), /review/);
  assert.equal((await api("corrections")).length, before);
  one.once("dialog", (dialog) => dialog.accept());
  await one.getByRole("link", { name: "Labels" }).click();
  await one.waitForURL(/labels/);
  for (let wait = 0; wait < 200 && (await api("corrections")).length === before; wait += 1) await one.waitForTimeout(100);
  assert.equal((await api("corrections")).length, before + 1);
  await done();
});

test("a correction takes the place of another", async () => {
  const { incidents } = await api("incidents?text=kindergarten&limit=1");
  const first = await send({ change: "relabel", incident: incidents[0].id, label: "a school hit" });
  const { page: one, open: to, done } = await open();
  await to("/board/review");
  // What stands above is there first, so that nothing moves under the mouse.
  await one.locator("[data-decision]").or(one.getByText("Nothing waits for a decision.")).waitFor();
  const row = one.locator(`[data-record="${first.record}"]`);
  await row.getByRole("button", { name: "Take its place" }).click();
  await one.getByLabel("What holds instead").fill("a kindergarten hit");
  await one.getByRole("button", { name: "Go on" }).click();
  const dialog = one.getByRole("dialog");
  await dialog.getByLabel("Your name").fill("B. Analyst");
  await dialog.getByLabel("Reason").fill("the building is a kindergarten");
  await dialog.getByRole("button", { name: "Record it" }).click();
  await dialog.getByText("Recorded as number").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await row.getByText("replaced by").waitFor();
  const made = (await api("corrections")).at(-1);
  assert.deepEqual([made.change, made.label, made.instead_of], ["relabel", "a kindergarten hit", first.record]);
  await done();
});

test("the briefing goes to paper without what is for the screen, and to the clipboard with its sources", async () => {
  const { page: one, open: to, done } = await open();
  await to("/board/brief");
  await one.locator("[data-section]").first().waitFor();
  await one.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: base });
  await one.getByRole("button", { name: "Copy as text" }).click();
  await one.getByText("Copied.").waitFor();
  const text = await one.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^Situation report\n/);
  assert.match(text, /\n\[1\] \d+#s\d+ · /);
  await one.emulateMedia({ media: "print" });
  assert.equal(await one.locator("form").first().isVisible(), false);
  assert.equal(await one.getByRole("heading", { name: "What it rests on" }).isVisible(), true);
  await done();
});
