// What a search found: how it divides, and what else could be looked for.
import type { Schema } from "../api/client";
import { pieces, Points, type Span } from "./points";

type Hit = Schema["Hit"];

/** How many hits there are of each language, the most first, and of each day, in the order of days. */
export function facets(hits: readonly Hit[]): { langs: [string, number][]; days: [string, number][] } {
  const count = (of: (hit: Hit) => string | null | undefined) => {
    const counts = new Map<string, number>();
    for (const hit of hits) {
      const value = of(hit);
      if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts];
  };
  return {
    langs: count((hit) => hit.lang).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])),
    days: count((hit) => hit.published?.slice(0, 10)).sort((a, b) => a[0].localeCompare(b[0])),
  };
}

/** A part of a text, marked or not. */
export interface Marked {
  text: string;
  marked: boolean;
}

/** The shown part of a text, with what was looked for marked. Offsets are those of the whole text. */
export function highlighted(snippet: Schema["Span"], matches: readonly Span[]): Marked[] {
  const points = new Points(snippet.exact);
  const inside = matches.map(({ start, end }) => ({ start: start - snippet.start, end: end - snippet.start }));
  const cut = pieces(
    points,
    0,
    points.length,
    inside.filter((one) => one.end > 0 && one.start < points.length).map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(points.length, end) })),
  );
  return cut.map((piece) => ({ text: piece.text, marked: piece.over.length > 0 }));
}

/** The first match that is in the part that is shown, else the first of all. */
export function firstMatch(hit: Hit): Schema["Span"] | null {
  const shown = hit.matches.find((one) => one.start >= hit.snippet.start && one.end <= hit.snippet.end);
  return shown ?? hit.matches[0] ?? null;
}

/** Parts of what is looked for: words, phrases, what must not be there. */
export function terms(text: string): string[] {
  return text.match(/-?"[^"]*"?|\S+/g) ?? [];
}

/** What could be looked for where nothing was found: with a word less, with beginnings of words, without quotation marks. */
export function suggestions(text: string): string[] {
  const all = terms(text.trim());
  const out: string[] = [];
  const plain = all.flatMap((term) => (term.startsWith('"') ? terms(term.replaceAll('"', " ").trim()) : [term]));
  if (plain.length !== all.length || plain.join(" ") !== all.join(" ")) out.push(plain.join(" "));
  const isWord = (term: string) => /^[\p{L}\p{N}]/u.test(term) && !term.endsWith("*");
  const shorter = (term: string) => `${[...term].slice(0, Math.max(3, Math.ceil([...term].length * 0.7))).join("")}*`;
  if (plain.some((term) => isWord(term) && [...term].length > 3)) {
    out.push(plain.map((term) => (isWord(term) && [...term].length > 3 ? shorter(term) : term)).join(" "));
  }
  if (all.length > 1 && all.length <= 6) {
    for (const left of all.keys()) out.push(all.filter((_, at) => at !== left).join(" "));
  }
  const has = (text: string) => terms(text).some((term) => !term.startsWith("-"));
  return [...new Set(out)].filter((one) => one !== text.trim() && has(one)).slice(0, 8);
}
