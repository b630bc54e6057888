// What an engine draws, and what is found where one points: the same for all engines.
import type { Feature, FeatureCollection, Point as GeoPoint } from "geojson";
import { shapeOf } from "../parts/shapes";
import { stepOf, type Group, type Marks } from "./groups";
import type { Label } from "./labels";
import type { AreaFacts, AreaShape } from "./lines";
import { lat, lon, onScreen, onPlane, scale, x, y, type Frame, type Point, type Size, type View } from "./mercator";

export interface Mark {
  x: number;
  y: number;
  /** Which incidents. */
  members: number[];
  /** Of the status of one incident; a group has its number instead. */
  shape: string | null;
  count: number;
  isChosen: boolean;
  isPointed: boolean;
  /** Whether its parts lie at one spot. */
  isOneSpot: boolean;
  frame: Frame;
}
export interface Area {
  /** The codes of its divisions, with spaces between. */
  key: string;
  shape: AreaShape;
  /** Where its number stands, on the plane; none where there is nothing to count. */
  plate: Point | null;
  members: number[];
  isChosen: boolean;
  isPointed: boolean;
}
export interface Scene {
  marks: Mark[];
  areas: Area[];
  labels: Label[];
}
export type Target = { mark: Mark } | { area: Area };

export function marksOf(groups: readonly Group[], columns: Marks, chosen: number, pointed: number): Mark[] {
  const marks = groups.map((group): Mark => {
    const [only] = group.members;
    const isOne = group.members.length === 1 && only !== undefined;
    return {
      x: group.x,
      y: group.y,
      members: group.members,
      shape: isOne ? shapeOf(columns.roll_up[only] ?? "").name : null,
      count: group.members.length,
      isChosen: has(group.members, chosen),
      isPointed: has(group.members, pointed),
      isOneSpot: group.spots === 1,
      frame: group.frame,
    };
  });
  // What is chosen is drawn last.
  return marks.sort((a, b) => Number(a.isChosen) - Number(b.isChosen) || a.y - b.y);
}

/** Whether a sorted list has a number. */
function has(members: readonly number[], wanted: number): boolean {
  if (wanted < 0) return false;
  let [from, to] = [0, members.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((members[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return members[from] === wanted;
}

/** How wide a group's circle is, by its number. */
export function radius(count: number): number {
  return count === 1 ? 9 : Math.min(24, 10.5 + 3 * Math.log10(count));
}

export function short(count: number, language: string): string {
  return count < 1000 ? String(count) : new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(count);
}

/** What one points at: the nearest mark that a finger would hit, or else an area. */
export function found(scene: Scene, view: View, size: Size, at: Point): Target | null {
  let best: Mark | null = null;
  let least = Infinity;
  for (const mark of scene.marks) {
    const [px, py] = onScreen(view, size, [mark.x, mark.y]);
    const off = Math.hypot(px - at[0], py - at[1]);
    if (off <= Math.max(14, radius(mark.count) + 2) && off <= least) [best, least] = [mark, off];
  }
  if (best) return { mark: best };
  // A number is told of its own area where several lie over each other.
  const plated = scene.areas.find(({ plate }) => {
    const [px, py] = plate ? onScreen(view, size, plate) : [NaN, NaN];
    return Math.abs(px - at[0]) <= 16 && Math.abs(py - at[1]) <= 12;
  });
  if (plated) return { area: plated };
  const [px, py] = onPlane(view, size, at);
  const area = scene.areas.find((one) => isInside(one.shape, [lon(px), lat(py)]));
  return area ? { area } : null;
}

export function isInside(shape: AreaShape, [px, py]: Point): boolean {
  const polygons = shape.geometry.type === "Polygon" ? [shape.geometry.coordinates] : shape.geometry.coordinates;
  // Holes turn what is inside round, as every ring does.
  return polygons.some((rings) => rings.filter((ring) => crosses(ring, px, py)).length % 2 === 1);
}

function crosses(ring: number[][], px: number, py: number): boolean {
  let inside = false;
  let [bx = 0, by = 0] = ring.at(-1) ?? [];
  for (const [ax = 0, ay = 0] of ring) {
    if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
    [bx, by] = [ax, ay];
  }
  return inside;
}

/** Where an area's number has room: in its middle, or beside it where groups are in the way, within the area if that can be. */
export function plateOf(facts: AreaFacts, shape: AreaShape, groups: readonly Group[], plates: readonly Point[], zoom: number): Point {
  const pixel = 1 / scale(stepOf(zoom));
  const first: Point = [x(facts.at[0]), y(facts.at[1])];
  const reach = 132 * pixel;
  const close = groups.filter((one) => Math.abs(one.x - first[0]) < reach + 40 * pixel && Math.abs(one.y - first[1]) < reach + 40 * pixel);
  const isFree = ([px, py]: Point) =>
    plates.every((one) => Math.abs(one[0] - px) > 36 * pixel || Math.abs(one[1] - py) > 24 * pixel) &&
    close.every((one) => Math.abs(one.x - px) > (radius(one.members.length) + 16) * pixel || Math.abs(one.y - py) > (radius(one.members.length) + 12) * pixel);
  if (isFree(first)) return first;
  const steps = Array.from({ length: 23 }, (_, at) => ((at - 11) * reach) / 11);
  const tried = steps.flatMap((down) => steps.map((across): Point => [first[0] + across, first[1] + down]));
  tried.sort((a, b) => Math.hypot(a[0] - first[0], a[1] - first[1]) - Math.hypot(b[0] - first[0], b[1] - first[1]));
  const free = tried.filter(isFree);
  return free.find((at) => isInside(shape, [lon(at[0]), lat(at[1])])) ?? free[0] ?? first;
}

/** Marks as GeoJSON. */
export function asPoints(scene: Scene, language: string): FeatureCollection<GeoPoint> {
  const feature = (at: Point, properties: Record<string, unknown>): Feature<GeoPoint> => ({
    type: "Feature",
    properties,
    geometry: { type: "Point", coordinates: [lon(at[0]), lat(at[1])] },
  });
  return {
    type: "FeatureCollection",
    features: [
      ...scene.areas.flatMap((one) => one.plate ?
        feature(one.plate, { kind: "area", text: short(one.members.length, language), chosen: one.isChosen, pointed: one.isPointed, order: 0 }) : [],
      ),
      ...scene.marks.map((one, order) =>
        feature([one.x, one.y], {
          kind: one.shape ? "one" : "many",
          icon: one.shape,
          text: one.shape ? "" : short(one.count, language),
          radius: radius(one.count),
          chosen: one.isChosen,
          pointed: one.isPointed,
          order: order + 1,
        }),
      ),
    ],
  };
}
