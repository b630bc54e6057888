// A board of twenty thousand incidents: how soon it shows something, and how soon a brush is drawn. With FOGLINE_SERVER it is the
// board of a server that runs, with the incidents that it has (`make bench-board`).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { binary, desk, launch, page, serve } from "./support.mjs";

const many = 20_000;
/** How much slower a machine may be: 1 holds what is promised of a release build. A build for debugging answers several times later. */
const slack = Number(process.env.FOGLINE_SLACK ?? (/[\\/]debug[\\/]/.test(binary ?? "") ? 4 : 1));
if (slack !== 1) console.log(`# limits of time are ${slack} times what is promised: ${process.env.FOGLINE_SLACK ? "FOGLINE_SLACK says so" : "a build for debugging answers"}`);
let at, server, browser;

const running = process.env.FOGLINE_SERVER;

before(async () => {
  at = running ? undefined : desk();
  server = running ? { base: running, stop() {} } : await serve(at);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});

/** The dossier's incidents over and over, on spots and days of their own. */
function grown(marks) {
  const own = marks.ids.length;
  const out = Object.fromEntries(Object.keys(marks).map((name) => [name, []]));
  const day = (at) => new Date(Date.UTC(2021, 0, 1 + (at % 730))).toISOString().slice(0, 10);
  for (let at = 0; at < many; at += 1) {
    for (const name of Object.keys(marks)) out[name].push(marks[name][at % own]);
    out.ids[at] = `i${at}`;
    out.from[at] = day(at);
    out.to[at] = day(at + (at % 5 === 0 ? 2 : 0));
    if (out.lat[at] !== null) {
      out.lat[at] = 45 + ((at * 7919) % 7000) / 1000;
      out.lon[at] = 24 + ((at * 104_729) % 15_000) / 1000;
    }
  }
  return out;
}

/**
 * Brushes days on the line by the mouse, and gives how long after it is let go the map is drawn with what is left; null where as many
 * are left as were before, which the map does not tell apart.
 */
async function brushed(one, from, to) {
  const box = await one.locator(".u-over").boundingBox();
  const before = await one.locator(".map[data-shown]").getAttribute("data-shown");
  const count = await one.locator(".count").first().textContent();
  await one.evaluate(([before, count]) => {
    globalThis.took = new Promise((done) => {
      addEventListener(
        "mouseup",
        () => {
          const begun = performance.now();
          const map = document.querySelector(".map[data-shown]");
          const watch = new MutationObserver(() => {
            if (map.dataset.shown === before) return;
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
          });
          setTimeout(() => done(document.querySelector(".count").textContent === count ? null : performance.now() - begun), 5000);
          watch.observe(map, { attributes: true, attributeFilter: ["data-shown"] });
        },
        { capture: true, once: true },
      );
    });
  }, [before, count]);
  await one.mouse.move(box.x + box.width * from, box.y + box.height / 2);
  await one.mouse.down();
  await one.mouse.move(box.x + box.width * to, box.y + box.height / 2, { steps: 6 });
  await one.mouse.up();
  return one.evaluate(() => globalThis.took);
}

// What is promised holds for the engine that the board chooses by itself; each of the two is measured.
for (const asked of [null, "canvas", "gl"]) {
  test(`many incidents, ${asked ?? "as the board chooses"}`, async () => {
    const own = await fetch(`${server.base}/api/v1/incidents/marks`).then((answer) => answer.json());
    const marks = running ? own : grown(own);
    const { page: one, done } = await page(browser, server.base);
    if (!running) await one.route("**/api/v1/incidents/marks*", (route) => route.fulfill({ json: marks }));
    const begun = Date.now();
    await one.goto(`${server.base}/board${asked ? `?map=${asked}` : ""}`);
    await one.locator("li[data-id]").first().waitFor();
    const painted = Date.now() - begun;
    await one.locator(".map[data-ready]").waitFor({ timeout: 60_000 });
    const engine = await one.locator(".map[data-ready]").getAttribute("data-engine");
    if (asked) assert.equal(engine, asked);
    await one.waitForTimeout(1500);
    const times = [];
    for (const [from, to] of [[0.1, 0.4], [0.3, 0.5], [0.5, 0.9], [0.2, 0.3], [0.05, 0.8]]) {
      const took = await brushed(one, from, to);
      if (took !== null) times.push(Math.round(took));
      await one.waitForTimeout(400);
    }
    assert.ok(times.length >= (running ? 2 : 5), `only ${times.length} brushes changed what is shown`);
    const took = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
    console.log(JSON.stringify({ incidents: marks.ids.length, engine, chosen: !asked, first_paint_ms: painted, brush_ms: took, brushes_ms: times }));
    assert.ok(painted <= 2000 * slack, `first paint after ${painted} ms`);
    if (asked !== "gl") assert.ok(took <= 200 * slack, `brush drawn after ${took} ms`);
    await done();
  });
}
