// What is drawn where: incidents by the spots and areas that they are told of, and spots that lie close together as one. Nothing
// is moved: a group stands in the middle of its spots, and opens where its spots lie apart.
import type { Schema } from "../api/client";
import { lat, lon, scale, x, y, type Frame } from "./mercator";

/** Columns of incidents, as the API answers. */
export type Marks = Schema["Marks"];

/** All that is told of one spot. */
export interface Spot {
  x: number;
  y: number;
  members: number[];
}
export interface Placed {
  spots: Spot[];
  /** By the codes of their divisions, with spaces between. */
  areas: Map<string, number[]>;
  /** Those that have no place on the map. */
  nowhere: number[];
}
/** Spots that are drawn as one. */
export interface Group {
  x: number;
  y: number;
  members: number[];
  /** How many spots. */
  spots: number;
  /** What they fill. */
  frame: Frame;
}

/** Which spot each incident is at; made once for all that is shown of them later. */
export function spotted(marks: Marks): (shown: readonly number[], codesOf: (ids: readonly string[] | undefined) => string[]) => Placed {
  const at = new Map<string, number>();
  const [xs, ys]: [number[], number[]] = [[], []];
  const spotOf = Int32Array.from(marks.ids, (_, index) => {
    const [north, east] = [marks.lat[index], marks.lon[index]];
    if (typeof north !== "number" || typeof east !== "number") return -1;
    const key = `${north},${east}`;
    const known = at.get(key) ?? at.size;
    if (known === at.size) {
      at.set(key, known);
      xs.push(x(east));
      ys.push(y(north));
    }
    return known;
  });
  return (shown, codesOf) => {
    const members: (number[] | undefined)[] = new Array<number[] | undefined>(xs.length);
    const placed: Placed = { spots: [], areas: new Map(), nowhere: [] };
    for (const index of shown) {
      const spot = spotOf[index] ?? -1;
      const list = spot >= 0 ? (members[spot] ??= []) : listOf(placed, codesOf(marks.areas[index]));
      list.push(index);
    }
    members.forEach((list, spot) => list && placed.spots.push({ x: xs[spot] ?? 0, y: ys[spot] ?? 0, members: list }));
    return placed;
  };
}

function listOf(placed: Placed, codes: string[]): number[] {
  if (codes.length === 0) return placed.nowhere;
  const key = codes.join(" ");
  const list = placed.areas.get(key) ?? [];
  placed.areas.set(key, list);
  return list;
}

/** How near spots are drawn as one, in pixels: more than a mark and less than two. */
const near = 34;

/** Groups hold for half a step of zoom, so that they stay as they are while one moves. */
export function stepOf(zoom: number): number {
  return Math.floor(zoom * 2) / 2;
}

/** Puts spots together that would cover each other. The fullest takes its neighbours in first; the order of spots says nothing. */
export function grouped(spots: readonly Spot[], zoom: number): Group[] {
  const reach = near / scale(stepOf(zoom));
  const cells = new Map<number, number[]>();
  const columns = Math.ceil(1 / reach) + 2;
  const cell = (one: Spot) => Math.floor(one.y / reach) * columns + Math.floor(one.x / reach);
  spots.forEach((one, at) => {
    const key = cell(one);
    const list = cells.get(key);
    if (list) list.push(at);
    else cells.set(key, [at]);
  });
  const order = spots.map((_, at) => at).sort((a, b) => {
    const [one, other] = [spots[a], spots[b]];
    if (!one || !other) return 0;
    return other.members.length - one.members.length || one.x - other.x || one.y - other.y;
  });
  const isTaken = new Uint8Array(spots.length);
  const groups: Group[] = [];
  for (const at of order) {
    const first = spots[at];
    if (!first || isTaken[at]) continue;
    const taken: Spot[] = [];
    for (const down of [-1, 0, 1]) {
      for (const across of [-1, 0, 1]) {
        for (const other of cells.get(cell(first) + down * columns + across) ?? []) {
          const spot = spots[other];
          if (!spot || isTaken[other] || Math.hypot(spot.x - first.x, spot.y - first.y) > reach) continue;
          isTaken[other] = 1;
          taken.push(spot);
        }
      }
    }
    groups.push(together(taken));
  }
  return groups;
}

function together(spots: Spot[]): Group {
  const members = spots.flatMap((one) => one.members).sort((a, b) => a - b);
  const mean = (of: (spot: Spot) => number) => spots.reduce((sum, one) => sum + of(one) * one.members.length, 0) / members.length;
  const [xs, ys] = [spots.map((one) => one.x), spots.map((one) => one.y)];
  const frame: Frame = [lon(Math.min(...xs)), lat(Math.max(...ys)), lon(Math.max(...xs)), lat(Math.min(...ys))];
  return { x: mean((one) => one.x), y: mean((one) => one.y), members, spots: spots.length, frame };
}

/** What all of it fills; none if there is nothing. */
export function extent(groups: Iterable<Frame>): Frame | null {
  let all: Frame | null = null;
  for (const [west, south, east, north] of groups) {
    all = all
      ? [Math.min(all[0], west), Math.min(all[1], south), Math.max(all[2], east), Math.max(all[3], north)]
      : [west, south, east, north];
  }
  return all;
}
