import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codesOf, prepared, sheetsIn, type Names } from "./base";
import { kinds, sheetOf, type AreaFacts, type Kind, type SheetFile } from "./lines";
import { isInside } from "./scene";

const folder = join(import.meta.dirname, "../../public/base");
const read = <T>(name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
const world = read<SheetFile<AreaFacts>>("world.json");
const base = prepared(world);

/** Which kinds of lines stand between areas, and how many, by who is on both sides of them. */
function between(isOne: (code: string) => boolean, isOther: (code: string) => boolean): Set<Kind> {
  const kindOf = new Map(kinds.flatMap((kind) => world.objects[kind].arcs.flat().map((arc) => [arc, kind] as const)));
  const sides: string[][] = world.arcs.map(() => []);
  for (const { type, arcs, properties } of world.objects.areas.geometries as { type: string; arcs: number[][]; properties: AreaFacts }[])
    for (const arc of arcs.flat(type === "Polygon" ? 0 : 1).flat()) sides[arc < 0 ? ~arc : arc]?.push(properties.code);
  const found = new Set<Kind>();
  sides.forEach(([one = "", other = ""], arc) => {
    const kind = kindOf.get(arc);
    if (kind && other && ((isOne(one) && isOther(other)) || (isOne(other) && isOther(one)))) found.add(kind);
  });
  return found;
}
const of = (start: string) => (code: string) => code.startsWith(start);

describe("the base map", () => {
  test("has areas by the codes that the API gives, each with a point inside", () => {
    expect(codesOf(base, ["geonames:709716", "geonames:702657", "pack:nowhere"])).toEqual(["UA.05", "UA.14"]);
    for (const code of ["UA.05", "UA.14", "UA.11", "RU.61", "SD.47"]) {
      const [facts, shape] = [base.areas.get(code), base.far.shapeOf(code)];
      expect(facts, code).toBeDefined();
      if (facts && shape) expect(isInside(shape, facts.at), code).toBe(true);
    }
  });

  test("draws every line once", () => {
    const arcs = kinds.flatMap((kind) => world.objects[kind].arcs.flat());
    expect(new Set(arcs).size).toBe(arcs.length);
    expect(arcs.every((arc) => arc >= 0)).toBe(true);
  });

  test("dots every line of Crimea", () => {
    const isCrimea = (code: string) => code === "UA.11" || code === "UA.20";
    expect(between(isCrimea, () => true)).toEqual(new Set(["disputed"]));
  });

  test("dots the lines of other areas of which the source contradicts itself", () => {
    for (const [one, other] of [["EH-X01", "MA."], ["EH-X01", "MR."], ["XK-", "RS."], ["PS.GZ", "IL."], ["PS.WE", "JO."], ["IN.30", "CN."], ["PK.06", "IN."], ["-99-X04", "CY."]] as const)
      expect(between(of(one), of(other)), `${one} ${other}`).toEqual(new Set(["disputed"]));
  });

  test("has plain borders and divisions elsewhere", () => {
    expect(between(of("UA."), of("PL."))).toEqual(new Set(["country"]));
    expect(between(of("UA.05"), of("UA.14"))).toEqual(new Set(["division"]));
    expect(between(of("UA.14"), of("RU.61"))).toEqual(new Set(["country"]));
  });

  test("has no colour and no word for who holds an area", () => {
    for (const { properties } of world.objects.areas.geometries) expect(Object.keys(properties).sort()).toEqual(["at", "code", "id", "sheet", "size"].filter((key) => key !== "id" || "id" in properties));
  });

  test("names areas in the languages of the board", () => {
    for (const [lang, name] of [["en", "Donetsk"], ["uk", "Донецьк"], ["ru", "Донецк"]] as const)
      expect(read<Names>(`names.${lang}.json`)["UA.05"]).toContain(name);
  });
});

describe("sheets", () => {
  const files = new Map(readdirSync(join(folder, "near")).map((file) => [file.replace(".json", ""), read<SheetFile>(`near/${file}`)]));

  test("hold each area that the world has, once", () => {
    const codes = [...files.values()].flatMap((file) => file.objects.areas.geometries.map(({ properties }) => properties.code));
    expect(new Set(codes).size).toBe(codes.length);
    expect([...base.areas].filter(([code, { sheet }]) => sheet && !codes.includes(code))).toEqual([]);
  });

  test("of what is in sight are told by what areas fill", () => {
    const names = sheetsIn(base, [37, 47, 39, 49]);
    expect(names.length).toBeGreaterThan(0);
    for (const code of ["UA.05", "RU.61"]) expect(names).toContain(base.areas.get(code)?.sheet);
    expect(names.every((name) => files.has(name))).toBe(true);
  });

  test("have every line on one of them", () => {
    const seen = new Set<string>();
    for (const file of files.values()) {
      for (const line of Object.values(sheetOf(file).lines).flatMap(({ coordinates }) => coordinates)) {
        const [forth, back] = [JSON.stringify(line), JSON.stringify(line.toReversed())];
        expect(seen.has(forth) || seen.has(back)).toBe(false);
        seen.add(forth);
      }
    }
    expect(seen.size).toBeGreaterThan(5000);
  });
});
