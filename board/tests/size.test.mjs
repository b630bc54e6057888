// How much script the board loads before its map.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const assets = join(dist, "assets");

/** A file with all that it loads at once. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(assets, name), "utf8");
  for (const [, other] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) closure(other, seen);
  return seen;
}

test("the board is shown on 80 KB of script", () => {
  const page = readFileSync(join(dist, "index.html"), "utf8");
  const seen = new Set();
  for (const [, name] of page.matchAll(/assets\/([\w.-]+\.js)/g)) closure(name, seen);
  const board = readdirSync(assets).find((name) => /^Incidents-.*\.js$/.test(name));
  closure(board, seen);
  const bytes = [...seen].reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0);
  console.log(JSON.stringify({ files: seen.size, gzipped: bytes }));
  assert.ok(seen.size > 3 && bytes > 20_000, "what is loaded was not found");
  assert.ok(bytes <= 80_000, `${bytes} bytes`);
});
