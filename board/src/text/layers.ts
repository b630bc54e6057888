// What was read in a report, as layers that can be laid over its text, and how lines that overlap are kept apart.
import type { Schema } from "../api/client";
import { Points, type Span } from "./points";

export type Report = Schema["Report"];
export type Statement = Schema["Statement"];

/** The layers, in the order of their keys: `1` is the first. */
export const layers = ["claim", "cue", "speaker", "place", "time", "event"] as const;
export type Layer = (typeof layers)[number];

/** The letter of each layer in the legend. */
export const letters: Record<Layer, string> = { claim: "C", cue: "V", speaker: "S", place: "P", time: "T", event: "E" };

/** Layers that are shown unless others are asked for: who says what. */
export const usual = "123";

/** The layers that are asked for by the numbers of their keys. */
export function asked(text: string | undefined): Set<Layer> {
  return new Set(layers.filter((_, at) => (text ?? usual).includes(String(at + 1))));
}

/** The numbers by which layers are asked for; none for those that are usual, `0` where there are none. */
export function askedAs(shown: ReadonlySet<Layer>): string | null {
  const text = layers.map((layer, at) => (shown.has(layer) ? String(at + 1) : "")).join("");
  return text === usual ? null : text || "0";
}

/** Words with the layer that they are of. */
export interface Mark extends Span {
  layer: Layer;
}

/** All that was read, once for each place where it stands. */
export function marksOf(report: Report): Mark[] {
  const out = new Map<string, Mark>();
  const take = (layer: Layer, span: Span | null | undefined) => {
    if (span && span.end > span.start) out.set(`${layer} ${span.start} ${span.end}`, { layer, start: span.start, end: span.end });
  };
  for (const one of report.statements) {
    for (const span of one.content) take("claim", span);
    take("cue", one.cue?.span);
    take("speaker", one.speaker.span);
    take("time", one.said.span);
  }
  for (const one of report.actors) for (const span of one.mentions) take("speaker", span);
  for (const one of report.places) take("place", one.span);
  for (const one of report.times) take("time", one.span);
  for (const one of report.events) take("event", one.trigger);
  for (const one of report.quantities) take("event", one.span);
  return [...out.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** A mark with the level of its line below the text: 0 stands nearest. */
export interface Stacked extends Mark {
  level: number;
}

/** Gives each mark the nearest level on which no other stands over the same words; longer marks stand further away. */
export function stacked(marks: readonly Mark[]): Stacked[] {
  const inner = [...marks].sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start || layers.indexOf(a.layer) - layers.indexOf(b.layer));
  const taken: Stacked[][] = [];
  for (const mark of inner) {
    for (let level = 0; ; level += 1) {
      const line = (taken[level] ??= []);
      const at = placeOf(line, mark.start);
      if ((line[at - 1]?.end ?? 0) > mark.start || (line[at]?.start ?? Number.POSITIVE_INFINITY) < mark.end) continue;
      line.splice(at, 0, { ...mark, level });
      break;
    }
  }
  return taken.flat().sort((a, b) => a.start - b.start || b.level - a.level);
}

/** How many of some spans, which are in order, begin before a place. */
function placeOf(spans: readonly Span[], start: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What of some spans lies over each of some parts, which are in order and do not overlap. */
export function perPart<T extends Span>(parts: readonly Span[], spans: readonly T[]): T[][] {
  const out: T[][] = parts.map(() => []);
  for (const span of spans) {
    let at = Math.max(0, placeOf(parts, span.start) - 1);
    for (; at < parts.length && parts[at]!.start < span.end; at += 1) if (parts[at]!.end > span.start) out[at]!.push(span);
  }
  return out;
}

/** The words of a statement: what is said, the word of saying, and who says it. */
export function wordsOf(statement: Statement): Span[] {
  const spans = [...statement.content, statement.cue?.span, statement.speaker.span];
  return spans.filter((span): span is Schema["Span"] => span !== null && span !== undefined && span.end > span.start);
}

/** The statement that words at a place belong to: the one whose own words are the fewest there. */
export function statementAt(report: Report, point: number): Statement | null {
  let best: [number, Statement] | null = null;
  for (const one of report.statements) {
    for (const span of wordsOf(one)) {
      const length = span.end - span.start;
      if (span.start <= point && point < span.end && (!best || length < best[0])) best = [length, one];
    }
  }
  return best?.[1] ?? null;
}

/** Kinds of segments that are read; the others are of the page around a report. */
const read = new Set(["headline", "dateline", "body", "caption", "credit"]);

/** A part of a text, with what it is; `null` between segments. */
export interface Part extends Span {
  kind: string | null;
}

/** Parts that are shown together, or folded together. */
export interface Run {
  folded: boolean;
  parts: Part[];
}

/** Cuts a whole text into parts that are shown and parts that are folded, at most as long as a paragraph. Nothing is left out. */
export function runs(document: Schema["Document"], points: Points): Run[] {
  const { length } = points;
  const out: Run[] = [];
  const put = (part: Part, folded: boolean) => {
    const last = out.at(-1);
    if (last && (last.folded === folded || part.kind === null)) last.parts.push(part);
    else out.push({ folded, parts: [part] });
  };
  let at = 0;
  const putEach = (kind: string | null, start: number, end: number, folded: boolean) => {
    let from = start;
    for (const paragraph of points.slice(start, end).match(/[^\n]*\n+|[^\n]+$/g) ?? []) {
      const to = from + new Points(paragraph).length;
      put({ kind, start: from, end: to }, folded);
      from = to;
    }
  };
  const gap = (to: number) => to > at && putEach(null, at, to, false);
  for (const one of [...document.segments].sort((a, b) => a.start - b.start)) {
    const start = Math.max(at, one.start);
    const end = Math.min(length, one.end);
    if (end <= start) continue;
    gap(start);
    putEach(one.kind, start, end, !read.has(one.kind));
    at = end;
  }
  gap(length);
  return out;
}

/** Parts that stand on the lines of one paragraph: up to the one that ends a line. */
export function paragraphs(points: Points, parts: readonly Part[]): Part[][] {
  const out: Part[][] = [];
  let ended = true;
  for (const part of parts) {
    if (ended) out.push([]);
    out.at(-1)?.push(part);
    ended = points.slice(part.end - 1, part.end) === "\n";
  }
  return out;
}
