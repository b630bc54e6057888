// What the files of the base map hold, as `tools/make_basemap.mjs` writes them: areas, and the lines between them by what they
// divide. All come from one source, and every line is in one list and on one sheet, so that none is drawn twice.
import type { Feature, MultiLineString, MultiPolygon, Polygon } from "geojson";
import { feature, merge } from "topojson-client";
import type { MultiLineString as Arcs, MultiPolygon as ArcsOfMany, Polygon as ArcsOfOne, Topology } from "topojson-specification";
import type { Frame } from "./mercator";

export interface AreaFacts {
  /** As GeoNames codes it, with its country: `UA.14`. */
  code: string;
  /** Its number at GeoNames, where it has one. */
  id?: number;
  /** A point well inside. */
  at: [lon: number, lat: number];
  /** Its width in kilometres, more or less. */
  size: number;
  /** The sheet on which it is drawn from near. */
  sheet: string;
}

/** Borders of divisions; coasts; borders of countries; borders of what is disputed. In the order in which they are drawn. */
export const kinds = ["division", "coast", "country", "disputed"] as const;
export type Kind = (typeof kinds)[number];

export type AreaArcs<Facts> = (ArcsOfOne | ArcsOfMany) & { properties: Facts };
export type SheetFile<Facts = { code: string }> = Topology<
  { areas: { type: "GeometryCollection"; geometries: AreaArcs<Facts>[] } } & Record<Kind, Arcs>
>;
export type AreaShape = Feature<Polygon | MultiPolygon>;

/** What an engine draws of a file. */
export interface Sheet {
  lines: Record<Kind, MultiLineString>;
  land: MultiPolygon;
  shapeOf(code: string): AreaShape | null;
}

export function sheetOf<Facts extends { code: string }>(file: SheetFile<Facts>): Sheet {
  const areas = new Map(file.objects.areas.geometries.map((one) => [one.properties.code, one]));
  const shapes = new Map<string, AreaShape>();
  const line = (kind: Kind) => feature(file, file.objects[kind]).geometry;
  return {
    lines: { division: line("division"), coast: line("coast"), country: line("country"), disputed: line("disputed") },
    land: merge(file, file.objects.areas.geometries),
    shapeOf(code) {
      const area = areas.get(code);
      if (!area) return null;
      const shape = shapes.get(code) ?? (feature<object>(file, area) as AreaShape);
      shapes.set(code, shape);
      return shape;
    },
  };
}

/** What each area fills. */
export function framesOf<Facts extends { code: string }>(file: SheetFile<Facts>): Map<string, Frame> {
  const [kx, ky] = file.transform?.scale ?? [1, 1];
  const [dx, dy] = file.transform?.translate ?? [0, 0];
  const arcs = file.arcs.map((arc): Frame => {
    let [px, py] = [0, 0];
    const frame: Frame = [180, 90, -180, -90];
    for (const [right = 0, up = 0] of arc) widen(frame, (px += right) * kx + dx, (py += up) * ky + dy);
    return frame;
  });
  return new Map(
    file.objects.areas.geometries.map((area) => {
      const frame: Frame = [180, 90, -180, -90];
      for (const arc of area.type === "Polygon" ? area.arcs.flat() : area.arcs.flat(2)) {
        const [west, south, east, north] = arcs[arc < 0 ? ~arc : arc] ?? frame;
        widen(frame, west, south);
        widen(frame, east, north);
      }
      return [area.properties.code, frame];
    }),
  );
}

function widen(frame: Frame, lon: number, lat: number) {
  if (lon < frame[0]) frame[0] = lon;
  if (lat < frame[1]) frame[1] = lat;
  if (lon > frame[2]) frame[2] = lon;
  if (lat > frame[3]) frame[3] = lat;
}

export function countryOf(code: string): string {
  return /^[A-Z]{2}[.-]/.test(code) ? code.slice(0, 2) : "";
}
