// Words that a person chooses: in the text, by typing them, or by an address.
import { Points, type Span } from "./points";

/** The code point at a UTF-16 offset into a piece of text that begins at another one. */
export function pointIn(start: number, text: string, unit: number): number {
  return start + new Points(text).point(unit);
}

/** A choice without the space at its ends; `null` where nothing else is chosen. */
export function trimmed(points: Points, from: number, to: number): Span | null {
  const start = Math.min(from, to);
  const words = points.slice(start, Math.max(from, to));
  const kept = words.trim();
  if (!kept) return null;
  const before = new Points(words.slice(0, words.indexOf(kept))).length;
  return { start: start + before, end: start + before + new Points(kept).length };
}

/** Where words stand in a text, exactly as they are written; at most so many places. */
export function places(points: Points, words: string, most = 50): Span[] {
  const out: Span[] = [];
  if (!words.trim()) return out;
  const length = new Points(words).length;
  for (let unit = points.text.indexOf(words); unit >= 0 && out.length < most; unit = points.text.indexOf(words, unit + words.length)) {
    const start = points.point(unit);
    out.push({ start, end: start + length });
  }
  return out;
}

/** A place as an address tells it: `12-40`. */
export function readAt(text: string | undefined): Span | null {
  const found = /^(\d{1,9})-(\d{1,9})$/.exec(text ?? "");
  return found ? { start: Number(found[1]), end: Number(found[2]) } : null;
}

export function writtenAt({ start, end }: Span): string {
  return `${start}-${end}`;
}

/** Words that an address points to: where they stand, or that they do not stand there. A look-alike elsewhere is never taken. */
export function pointed(points: Points, at: string | undefined, words: string | undefined): Span | "none" | "orphaned" {
  if (!at) return "none";
  const span = readAt(at);
  if (!span || span.end <= span.start || span.end > points.length) return "orphaned";
  return words === undefined || points.slice(span.start, span.end) === words ? span : "orphaned";
}
