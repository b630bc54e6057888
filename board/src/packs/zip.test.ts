import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { crc32, zip } from "./zip";

it("has the sums that the format asks for", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});

it("is read by others as it was made", () => {
  const files = [
    ["lake/pack.toml", '[pack]\ntitle = "Озеро"\n'],
    ["lake/leer.toml", ""],
  ] as const;
  const folder = mkdtempSync(join(tmpdir(), "zip"));
  writeFileSync(join(folder, "a.zip"), zip(files));
  const script = "import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps([[n,z.read(n).decode()] for n in z.namelist()]))";
  const told = execFileSync("python3", ["-c", script, join(folder, "a.zip")], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(JSON.parse(told)).toEqual(files);
});
