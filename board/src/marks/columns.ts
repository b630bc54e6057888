// All incidents as columns, and which of them a question lets through. A brush asks this for every move, so it works on
// numbers and touches no object.
import type { Schema } from "../api/client";

export type Marks = Schema["Marks"];

/** A day on which nothing is: before all others. */
export const noDay = -1_000_000;

/** Days since 1970-01-01 of a day as `2022-02-17`. */
export function dayNumber(text: string | null | undefined): number {
  const at = text ? Date.parse(`${text.slice(0, 10)}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? noDay : Math.round(at / 86_400_000);
}

/** The day of a number. */
export function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Columns with days as numbers. What stands at one place in each belongs to one incident. */
export interface Columns {
  marks: Marks;
  size: number;
  from: Int32Array;
  to: Int32Array;
  /** Where each id stands. */
  at: Map<string, number>;
}

export function columns(marks: Marks): Columns {
  const size = marks.ids.length;
  const from = new Int32Array(size);
  const to = new Int32Array(size);
  for (let at = 0; at < size; at += 1) {
    const first = dayNumber(marks.from[at]);
    const last = dayNumber(marks.to[at]);
    from[at] = first === noDay ? last : first;
    to[at] = last === noDay ? first : last;
  }
  return { marks, size, from, to, at: new Map(marks.ids.map((id, at) => [id, at])) };
}

/** Degrees west, south, east, north; a frame whose west is east of its east goes across the line where days change. */
export type Frame = [number, number, number, number];

export function readFrame(text: string | undefined): Frame | null {
  const parts = (text ?? "").split(",").map(Number);
  return parts.length === 4 && parts.every(Number.isFinite) ? (parts as Frame) : null;
}

export function writtenFrame(frame: Frame): string {
  return frame.map((degrees) => degrees.toFixed(3)).join(",");
}

export interface Asked {
  since?: number | undefined;
  until?: number | undefined;
  status?: string | undefined;
  side?: string | undefined;
  /** Part of a place's name, or a division as `geonames:709716`. */
  area?: string | undefined;
  family?: string | undefined;
  frame?: Frame | null | undefined;
  /** Incidents in which words that are looked for are said. */
  said?: ReadonlySet<string> | null | undefined;
}

export type Reason = "days" | "status" | "side" | "area" | "family" | "frame" | "words";

/** Tests of a question, each with the reason for which it leaves something out. */
function tests(all: Columns, asked: Asked): [Reason, (at: number) => boolean][] {
  const { marks, from, to } = all;
  const out: [Reason, (at: number) => boolean][] = [];
  const { since, until, status, side, frame, said, family } = asked;
  if (since !== undefined || until !== undefined) {
    const first = since ?? Number.NEGATIVE_INFINITY;
    const last = until ?? Number.POSITIVE_INFINITY;
    out.push(["days", (at) => from[at]! !== noDay && to[at]! >= first && from[at]! <= last]);
  }
  if (status) {
    out.push(["status", (at) => marks.roll_up[at] === status || marks.occurrence[at] === status || marks.responsibility[at] === status]);
  }
  if (side) {
    out.push(["side", (at) => marks.sides[at]!.includes(side) || marks.accused[at]!.includes(side) || marks.denied_by[at]!.includes(side)]);
  }
  if (asked.area) {
    const wanted = asked.area.toLocaleLowerCase();
    out.push(["area", (at) => marks.areas[at]!.includes(wanted) || [marks.places[at], marks.written[at]?.words].some((name) => name?.toLocaleLowerCase().includes(wanted))]);
  }
  if (family) out.push(["family", (at) => marks.families[at] === family]);
  if (frame) {
    const [west, south, east, north] = frame;
    out.push([
      "frame",
      (at) => {
        const lat = marks.lat[at];
        const lon = marks.lon[at];
        if (lat === null || lat === undefined || lon === null || lon === undefined) return false;
        const across = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
        return across && lat >= south && lat <= north;
      },
    ]);
  }
  if (said) out.push(["words", (at) => said.has(marks.ids[at]!)]);
  return out;
}

/** Where those stand that a question lets through, the latest first. */
export function through(all: Columns, asked: Asked): number[] {
  const each = tests(all, asked).map(([, test]) => test);
  const out: number[] = [];
  for (let at = 0; at < all.size; at += 1) if (each.every((test) => test(at))) out.push(at);
  return out;
}

/** For each part of a question, how many more there would be without it. */
export function withoutEach(all: Columns, asked: Asked): [Reason, number][] {
  const each = tests(all, asked);
  return each.map(([reason]) => {
    const others = each.filter(([other]) => other !== reason).map(([, test]) => test);
    let count = 0;
    for (let at = 0; at < all.size; at += 1) if (others.every((test) => test(at))) count += 1;
    return [reason, count];
  });
}

/** How many incidents each day has. */
export interface Days {
  /** The first day. */
  first: number;
  /** Of one day. */
  told: Float64Array;
  /** Of a range of days that covers it. */
  ranged: Float64Array;
}

/** Ranges longer than this say nothing of a day. */
const longest = 31;

export function perDay(all: Columns, shown: readonly number[]): Days | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const counts = (at: number) => all.from[at]! !== noDay && all.to[at]! - all.from[at]! <= longest;
  for (const at of shown) {
    if (!counts(at)) continue;
    first = Math.min(first, all.from[at]!);
    last = Math.max(last, all.to[at]!);
  }
  if (first > last) return null;
  const days: Days = { first, told: new Float64Array(last - first + 1), ranged: new Float64Array(last - first + 1) };
  for (const at of shown) {
    if (!counts(at)) continue;
    const column = all.from[at] === all.to[at] ? days.told : days.ranged;
    for (let day = all.from[at]!; day <= all.to[at]!; day += 1) column[day - first]! += 1;
  }
  return days;
}
