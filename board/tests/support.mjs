// What journeys stand on: a fresh ledger of the demonstration dossier, a server, a browser that reports every error and every
// request that leaves this machine.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The command that is tested: FOGLINE_BIN, or what was built last. */
export const binary = process.env.FOGLINE_BIN ?? ["debug", "release"].map((kind) => join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), kind, "fogline")).find(existsSync);
const models = process.env.FOGLINE_MODELS ?? join(root, "models");
const chromiumAt = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Places that the dossier names, for a machine that has not built the gazetteer. */
const places = [
  ["692953", "Stanytsya-Luhanska", "Stanytsia Luhanska,Станиця Луганська,Станица Луганская", 48.66247, 39.48358, "P", "PPL", "UA", "14", 12505],
  ["688841", "Vrubivka", "Vrubivka,Врубівка", 48.76398, 38.38278, "P", "PPL", "UA", "14", 1000],
  ["686868", "Zolote", "Zolote,Золоте", 48.69516, 38.51512, "P", "PPL", "UA", "14", 13000],
  ["701845", "Mar'yinka", "Marinka,Marinka,Мар'їнка", 47.94527, 37.50544, "P", "PPL", "UA", "05", 9000],
  ["709717", "Donetsk", "Donetsk,Донецьк,Донецк", 48.023, 37.80224, "P", "PPLA", "UA", "05", 901645],
  ["702658", "Luhansk", "Luhansk,Lugansk,Луганськ,Луганск", 48.56705, 39.31706, "P", "PPLA", "UA", "14", 452000],
  ["625144", "Minsk", "Minsk,Мінськ,Минск", 53.90019, 27.56653, "P", "PPLC", "BY", "04", 1742124],
  ["703448", "Kyiv", "Kyiv,Kiev,Київ,Киев", 50.45466, 30.5238, "P", "PPLC", "UA", "12", 2797553],
  ["524901", "Moscow", "Moscow,Москва", 55.75222, 37.61556, "P", "PPLC", "RU", "48", 10381222],
  ["709716", "Donetsk Oblast", "Donetsk region,Донецька область", 48.145, 37.7933, "A", "ADM1", "UA", "05", 0],
  ["702657", "Luhansk Oblast", "Luhansk region,Луганська область", 48.92, 39.02, "A", "ADM1", "UA", "14", 0],
  ["690791", "Ukraine", "Україна,Украина", 49, 32, "A", "PCLI", "UA", "00", 0],
  ["2017370", "Russia", "Росія,Россия", 60, 100, "A", "PCLI", "RU", "00", 0],
  ["630336", "Belarus", "Білорусь,Беларусь", 53, 28, "A", "PCLI", "BY", "00", 0],
];

/** Runs the command and gives what it says. */
export function run(args, { cwd, env, input } = {}) {
  const ran = spawnSync(binary, args, { cwd, env: { ...process.env, FOGLINE_MODELS: models, ...env }, input, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(ran.status, 0, `fogline ${args.join(" ")}\n${ran.stderr}`);
  return ran.stdout;
}

/** A folder with a ledger of the dossier. */
export function desk() {
  assert.ok(binary, "build the command first, or name it by FOGLINE_BIN");
  const dir = mkdtempSync(join(tmpdir(), "fogline-board-"));
  const built = process.env.FOGLINE_GAZETTEER ?? (existsSync(join(root, "gazetteer/world.fgz")) ? join(root, "gazetteer") : null);
  const env = { FOGLINE_GAZETTEER: built ?? join(dir, "gazetteer") };
  if (!built) {
    mkdirSync(join(dir, "dumps"));
    const rows = places.map(([id, name, others, lat, lon, kind, feature, country, admin1, people]) =>
      [id, name, name, others, lat, lon, kind, feature, country, "", admin1, "", "", "", people, "", "", "", ""].join("\t"),
    );
    writeFileSync(join(dir, "dumps/XX.txt"), `${rows.join("\n")}\n`);
    run(["gazetteer", "add", "dumps", "--name", "few", "--to", "gazetteer"], { cwd: dir, env });
  }
  const dossier = join(root, "dossiers/donbas-2022");
  const reports = readdirSync(dossier).filter((name) => /^\d.*\.json$/.test(name)).map((name) => join(dossier, name));
  run(["ingest", "--ledger", "ledger", ...reports], { cwd: dir, env });
  return { dir, env, ledger: join(dir, "ledger"), remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Serves a ledger on a port of its own. */
export async function serve(at, args = []) {
  const child = spawn(binary, ["serve", "--ledger", at.ledger, "--bind", "127.0.0.1:0", ...args], {
    cwd: at.dir,
    env: { ...process.env, FOGLINE_MODELS: models, ...at.env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  const base = await new Promise((found, failed) => {
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (part) => {
      log += part;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(log);
      if (address) found(address[0]);
    });
    child.on("exit", (code) => failed(new Error(`the server ended (${code})\n${log}`)));
  });
  return { base, log: () => log, stop: () => child.kill("SIGINT") };
}

export const launch = (args = []) => {
  assert.ok(chromiumAt, "install Chromium (Debian: chromium), or name it by CHROMIUM");
  return chromium.launch({ executablePath: chromiumAt, args: ["--no-sandbox", "--disable-background-networking", ...args] });
};

/** A page of which every error and every request to elsewhere is a failure, told when `done` is called. */
export async function page(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
  const one = await context.newPage();
  const faults = [];
  one.on("console", (message) => ["error", "warning"].includes(message.type()) && !isNoise(message.text()) && faults.push(`console: ${message.text()}`));
  one.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  one.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !/^(data|blob|about):/.test(url)) faults.push(`asked elsewhere: ${url}`);
  });
  one.setDefaultTimeout(20_000);
  if (process.env.FOGLINE_BOARD_FROM_DIST) await fromDist(context, base);
  return {
    page: one,
    faults,
    open: async (path) => {
      // A redirect is not seen by what stands in for the binary's own files.
      const from = process.env.FOGLINE_BOARD_FROM_DIST && path === "/" ? "/board" : path;
      await one.goto(base + from, { waitUntil: "load" });
      await one.locator("h1").first().waitFor({ state: "attached" });
    },
    done: async () => {
      assert.deepEqual(faults, []);
      await context.close();
    },
  };
}

/** While one works on the board: its files as they were built last, under the server's own headers. */
async function fromDist(context, base) {
  const kinds = { html: "text/html", js: "text/javascript", mjs: "text/javascript", css: "text/css", json: "application/json" };
  await context.route(/\/board(\/|$|\?)/, async (route) => {
    const url = new URL(route.request().url());
    if (!url.href.startsWith(base)) return route.continue();
    const path = url.pathname.replace(/^\/board\/?/, "");
    const file = join(root, "board", path.startsWith("base/") ? "public" : "dist", /^(assets|base)\//.test(path) ? path : "index.html");
    if (!existsSync(file)) return route.fulfill({ status: 404 });
    const answer = await route.fetch({ url: `${base}/board` });
    const headers = { ...answer.headers(), "content-type": kinds[file.split(".").at(-1)] ?? "application/octet-stream" };
    delete headers["content-encoding"];
    delete headers["content-length"];
    return route.fulfill({ status: 200, headers, body: readFileSync(file) });
  });
}

/** Software rendering tells about its own speed. */
const isNoise = (text) => /GPU stall due to ReadPixels|GroupMarkerNotSet|software WebGL|swiftshader/i.test(text);

/** Violations of WCAG 2.2 AA on the page, in words. */
export async function violations(one) {
  await one.evaluate(axe);
  const found = await one.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] }),
  );
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`));
}

/** How many colours a canvas or element shows: a blank one has few. */
export async function colours(one, locator) {
  const shot = await locator.screenshot();
  return one.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const data = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
    return new Set(data).size;
  }, [...shot]);
}

export { root };
