// Looks at the map in a browser, in both engines: `node --test tests/map.test.mjs`. CHROMIUM names another browser, SHOTS a folder for
// pictures, API another server to ask than the one here.
//
// What is looked at is what is painted, not what says that it is ready: pixels, numbers of features, times, requests.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";
import { tiny } from "./pmtiles.mjs";

const board = join(dirname(fileURLToPath(import.meta.url)), "..");
const shots = process.env.SHOTS;
/** As the server has it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; " +
  "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json" };
const towns = {
  en: [["Donetsk", 48.02, 37.8], ["Luhansk", 48.57, 39.33], ["Mariupol", 47.1, 37.55]],
  uk: [["Донецьк", 48.02, 37.8], ["Луганськ", 48.57, 39.33], ["Маріуполь", 47.1, 37.55]],
};

async function pages() {
  const folder = mkdtempSync(join(tmpdir(), "map-"));
  await build({
    root: board,
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true, copyPublicDir: true, rolldownOptions: { input: join(board, "tests/map/index.html") } },
  });
  return folder;
}

function answer(url) {
  if (url.pathname === "/api/v1/places") {
    const places = (towns[url.searchParams.get("lang")] ?? towns.en).map(([name, lat, lon], id) => ({ id, name, lat, lon, population: 1000, kind: "settlement" }));
    return { status: 200, type: "application/json", body: JSON.stringify(places) };
  }
  return { status: 204, type: "text/plain", body: "" };
}

const own = { map: null };

/** A part of the map of one's own. */
function range(request, response, head) {
  const [from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "")?.slice(1).map(Number) ?? [0, own.map.length - 1];
  const last = Math.min(to, own.map.length - 1);
  response.setHeader("content-range", `bytes ${from}-${last}/${own.map.length}`);
  head(206, "application/octet-stream");
  response.end(own.map.subarray(from, last + 1));
}

async function served(folder) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    const head = (status, type) => response.writeHead(status, { "content-type": type, "content-security-policy": policy });
    if (url.pathname === "/api/v1/basemap" && own.map) return range(request, response, head);
    if (url.pathname.startsWith("/api/") && process.env.API) {
      const got = await fetch(process.env.API + request.url).catch(() => null);
      head(got?.status === 404 ? 204 : (got?.status ?? 204), "application/json");
      return response.end(got?.ok ? Buffer.from(await got.arrayBuffer()) : undefined);
    }
    if (url.pathname.startsWith("/api/")) {
      const { status, type, body } = answer(url);
      head(status, type);
      return response.end(body);
    }
    const file = join(folder, url.pathname.replace(/^\/board\//, ""));
    if (!existsSync(file)) return head(404, "text/plain"), response.end();
    head(200, types[extname(file)] ?? "application/octet-stream");
    return response.end(readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}

/** How many colours the map has, and how many pixels are near to one, on the screen. */
async function looked(page) {
  const shot = await page.locator(".stage").screenshot();
  return page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4) colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    return { colours: colours.size };
  }, shot.toString("base64"));
}

async function opened(browser, origin, query, size = { width: 1280, height: 800 }, shows = ".map[data-ready]") {
  const page = await browser.newPage({ viewport: size });
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:")) wrong.push(`request to ${url}`);
  });
  const began = Date.now();
  await page.goto(`${origin}/board/tests/map/index.html?${new URLSearchParams(query)}`);
  await page.locator(shows).first().waitFor({ timeout: 30_000 }).catch((error) => {
    throw new Error(`the map is not ready; ${wrong.join("; ")}`, { cause: error });
  });
  return { page, wrong, ready: Date.now() - began };
}

const settle = (page) => page.waitForTimeout(1500);

async function shot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

const donbas = "35.5,46.5,40.5,50";
let folder, server, origin, browser;
before(async () => {
  folder = await pages();
  server = await served(folder);
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  server?.close();
  if (folder) rmSync(folder, { recursive: true });
});
const axe = readFileSync(join(board, "node_modules/axe-core/axe.min.js"), "utf8");
for (const engine of ["canvas", "gl"]) {
  const asked = { map: engine };
  for (const theme of ["light", "dark"]) {
    test(`${engine}, ${theme}: painted from edge to edge`, async () => {
      const { page, wrong, ready } = await opened(browser, origin, { ...asked, theme, n: 400, bbox: donbas });
      await settle(page);
      await shot(page, `${engine}-${theme}`);
      const map = await page.locator(".map").evaluate((one) => ({ ...one.dataset }));
      assert.equal(map.engine, engine);
      assert.ok(Number(map.features) > 0, "something is drawn");
      if (engine === "gl") assert.ok((await page.evaluate(() => window.drawn())) > 10, "marks and areas are on the screen");
      const heights = await page.evaluate(() => ["canvas", ""].map((what) => document.querySelector(`.sheet ${what}`.trim()).getBoundingClientRect().height));
      assert.equal(heights[0], heights[1], "the canvas fills its container");
      assert.ok(heights[0] > 300, "the map has a height");
      const { colours } = await looked(page);
      assert.ok(colours > 1000, `${engine} ${theme}: ${colours} colours`);
      assert.deepEqual(wrong, []);
      console.log(JSON.stringify({ engine, theme, ready, colours, features: Number(map.features) }));
      await page.close();
    });
  }

  test(`${engine}: names, brushing, moving, lists`, async () => {
    // Names are in the language of the board, and really drawn: without them the picture is another one.
    const drawn = {};
    for (const ui of ["en", "uk"]) {
      const { page, wrong } = await opened(browser, origin, { ...asked, n: 10, ui, bbox: donbas });
      await settle(page);
      await shot(page, `${engine}-${ui}`);
      drawn[ui] = (await page.locator(".stage").screenshot()).toString("base64");
      assert.deepEqual(wrong, []);
      await page.close();
    }
    assert.notEqual(drawn.en, drawn.uk, `${engine}: Cyrillic names are drawn`);

    // Twenty thousand, brushed.
    const { page, wrong } = await opened(browser, origin, { ...asked, n: 20000, bbox: donbas });
    await settle(page);
    const times = [];
    for (const every of [2, 3, 5, 7, 1]) times.push(Math.round(await page.evaluate((part) => window.brush(part), every)));
    await shot(page, `${engine}-20000`);
    const features = Number(await page.locator(".map").getAttribute("data-features"));
    console.log(JSON.stringify({ engine, incidents: 20000, repaint: times, features }));
    if (engine === "gl") assert.ok((await page.evaluate(() => window.drawn())) > 50, "marks are on the screen");
    if (engine === "canvas") assert.ok(Math.max(...times) <= 200, `repainted within ${times} ms`);

    // A number opens; keys and buttons move; what is chosen is in sight; the table has the same.
    const frame = () => page.evaluate(() => window.state().frame);
    const first = await frame();
    await page.locator(".stage").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(400);
    assert.notEqual(await frame(), first, "arrows move");
    await page.getByRole("button", { name: "Farther" }).click();
    await page.getByRole("button", { name: "All of it" }).click();
    await settle(page);
    await shot(page, `${engine}-world`);
    const before = await frame();
    const id = "i4";
    await page.evaluate((one) => window.select(one), id);
    await settle(page);
    await page.getByRole("button", { name: "Nearer" }).click();
    await page.getByRole("button", { name: "Nearer" }).click();
    await settle(page);
    assert.notEqual(await frame(), before);
    await shot(page, `${engine}-chosen`);
    await page.getByRole("button", { name: "All of it" }).click();
    await page.waitForTimeout(300);
    // All of it is no frame; a step nearer is one.
    await page.getByRole("button", { name: "Nearer" }).click();
    await page.waitForTimeout(900);
    // The fullest spot of all is in the middle of a thousand others: a click comes nearer, and at last lists.
    for (let click = 0; click < 12 && !(await page.locator(".list").count()); click += 1) {
      await page.locator(".stage").click({ position: await page.evaluate(() => window.fullest()) });
      await page.waitForTimeout(engine === "gl" ? 1500 : 900);
    }
    assert.ok((await page.locator(".list li").count()) > 1, "what does not come apart is listed");
    await shot(page, `${engine}-list`);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".list").count(), 0);
    await page.getByRole("button", { name: "Show as table" }).click();
    assert.ok((await page.locator("table tbody tr").count()) > 50);
    await shot(page, `${engine}-table`);
    assert.deepEqual(wrong, []);
    await page.close();
  });
}

test("a map of one's own is drawn where there is one", async () => {
  const pictures = [];
  for (const map of [null, tiny()]) {
    own.map = map;
    const { page, wrong } = await opened(browser, origin, { map: "gl", n: 10, bbox: "-10,30,60,60" });
    await settle(page);
    await shot(page, map ? "own" : "not-own");
    pictures.push((await page.locator(".stage").screenshot()).toString("base64"));
    assert.deepEqual(wrong, []);
    await page.close();
  }
  own.map = null;
  assert.notEqual(pictures[0], pictures[1], "roads of a map of one's own are drawn");
});

test("where WebGL is acted out by the processor a canvas is chosen unasked", async () => {
  const { page } = await opened(browser, origin, { n: 10 });
  const [engine, renderer] = await page.evaluate(() => {
    const context = document.createElement("canvas").getContext("webgl2");
    const told = context?.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL;
    return [document.querySelector(".map").dataset.engine, context ? String(context.getParameter(told ?? context.RENDERER)) : ""];
  });
  assert.equal(engine, !renderer || /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer) ? "canvas" : "gl", renderer);
  await page.close();
});

test("on a phone nothing is wider than it, and all can be used", async () => {
  const phone = await opened(browser, origin, { map: "canvas", n: 400, theme: "dark" }, { width: 360, height: 640 });
  await phone.page.locator("summary").click();
  await settle(phone.page);
  await shot(phone.page, "phone");
  assert.deepEqual(await phone.page.evaluate(() => [document.documentElement.scrollWidth]), [360], "nothing is wider than a phone");
  await phone.page.evaluate(axe);
  const { violations } = await phone.page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0]?.html]), []);
  await phone.page.close();
});

test("still maps of one spot and of areas", async () => {
  const { page, wrong } = await opened(browser, origin, { small: 1 }, { width: 700, height: 1000 }, "figure[data-ready]");
  await settle(page);
  await shot(page, "small");
  assert.deepEqual(wrong, []);
  await page.close();
});
