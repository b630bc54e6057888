// The base map: the world from afar, loaded once, sheets of it for what is near, loaded as they come in sight, and names.
import type { Language } from "../words/index.svelte";
import { countryOf, framesOf, sheetOf, type AreaFacts, type AreaShape, type Sheet, type SheetFile } from "./lines";
import type { Frame } from "./mercator";

export interface Base {
  far: Sheet;
  areas: Map<string, AreaFacts>;
  frames: Map<string, Frame>;
  /** Codes by the ids that the API tells areas by, as `geonames:709716`. */
  codes: Map<string, string>;
  /** Where names of countries stand. */
  countries: Map<string, AreaFacts>;
}
export type Names = Record<string, string>;

export function prepared(world: SheetFile<AreaFacts>): Base {
  const areas = new Map(world.objects.areas.geometries.map(({ properties }) => [properties.code, properties]));
  const codes = new Map([...areas].flatMap(([code, { id }]) => (id ? [[`geonames:${id}`, code]] : [])));
  return { far: sheetOf(world), areas, codes, frames: framesOf(world), countries: middles(areas.values()) };
}

/** Of each country the area in whose middle its name stands: the one nearest to the middle of all. */
function middles(areas: Iterable<AreaFacts>): Map<string, AreaFacts> {
  const members = new Map<string, AreaFacts[]>();
  for (const area of areas) {
    const country = countryOf(area.code);
    const list = members.get(country);
    if (list) list.push(area);
    else if (country) members.set(country, [area]);
  }
  return new Map(
    [...members].map(([country, all]) => {
      const weight = all.reduce((sum, one) => sum + one.size ** 2, 0) || 1;
      const mean = (axis: 0 | 1) => all.reduce((sum, one) => sum + one.at[axis] * one.size ** 2, 0) / weight;
      const [lon, lat] = [mean(0), mean(1)];
      // Of areas equally near, the larger has more room.
      const off = (one: AreaFacts) => Math.hypot(one.at[0] - lon, one.at[1] - lat) - one.size / 1000;
      const middle = all.reduce((best, one) => (off(one) < off(best) ? one : best));
      return [country, { ...middle, size: Math.round(Math.sqrt(weight)) }];
    }),
  );
}

/** From which zoom on sheets are drawn. */
export const nearFrom = 5;

/** The sheets that what is in a frame is drawn on. */
export function sheetsIn(base: Base, [west, south, east, north]: Frame): string[] {
  const found = new Set<string>();
  for (const [code, frame] of base.frames) {
    if (frame[0] > east || frame[2] < west || frame[1] > north || frame[3] < south) continue;
    found.add(base.areas.get(code)?.sheet ?? "");
  }
  return [...found].sort();
}

/** The outline of divisions together, as finely as it is at hand. */
export function shapeOf(base: Base, sheets: readonly Sheet[], codes: readonly string[]): AreaShape | null {
  const shapes = codes.flatMap((code) => {
    for (const sheet of sheets) {
      const shape = sheet.shapeOf(code);
      if (shape) return [shape];
    }
    return base.far.shapeOf(code) ?? [];
  });
  if (shapes.length < 2) return shapes[0] ?? null;
  const coordinates = shapes.flatMap(({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates));
  return { type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } };
}

/** The divisions that an area consists of, of those that the map has. */
export function codesOf(base: Base | null, ids: readonly string[] | undefined): string[] {
  return (ids ?? []).flatMap((id) => base?.codes.get(id) ?? []).sort();
}

const folder = `${import.meta.env.BASE_URL}base/`;
const kept = new Map<string, Promise<unknown>>();

function brought<Raw, Made>(file: string, make: (raw: Raw) => Made): Promise<Made> {
  const known = kept.get(file);
  if (known) return known as Promise<Made>;
  const asked = fetch(folder + file).then(async (response) => {
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    return make((await response.json()) as Raw);
  });
  // What did not come is asked for again next time.
  asked.catch(() => kept.delete(file));
  kept.set(file, asked);
  return asked;
}

export function loadBase(): Promise<Base> {
  return brought("world.json", prepared);
}

export function loadSheets(names: readonly string[]): Promise<Sheet[]> {
  return Promise.all(names.map((name) => brought(`near/${name}.json`, (file: SheetFile) => sheetOf(file))));
}

/** Names of areas; where the language has none, the English one. */
export async function loadNames(language: Language): Promise<Names> {
  const read = (names: Names) => names;
  const [own, english] = await Promise.all([brought(`names.${language}.json`, read), brought("names.en.json", read)]);
  return { ...english, ...own };
}
