// Characters that steer the display instead of being seen. Whatever reports or people wrote is shown with them told by their
// codes, so that nothing hides, and nothing turns the order of what is read. The same ones as on the server's pages.
import type { Points, Span } from "./points";

const hidden =
  /[\p{Cc}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
/** Where lines end, and how far words stand apart. */
const spaces = "\n\r\t";
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const codeOf = (letter: string) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** A part of a text: as it is, or one letter that is told by its code. */
export interface Letters {
  text: string;
  code: string | null;
}

/** Cuts a text at each hidden letter. */
export function cut(text: string): Letters[] {
  const out: Letters[] = [];
  let from = 0;
  for (const found of text.matchAll(hidden)) {
    const [letter] = found;
    if (spaces.includes(letter)) continue;
    if (found.index > from) out.push({ text: text.slice(from, found.index), code: null });
    out.push({ text: letter, code: codeOf(letter) });
    from = found.index + letter.length;
  }
  if (from < text.length) out.push({ text: text.slice(from), code: null });
  return out;
}

/** The same for where there are no elements: titles, options, names for screen readers. */
export function visible(text: string): string {
  return text.replace(hidden, (letter) => (spaces.includes(letter) ? letter : `⟦${codeOf(letter)}⟧`));
}

/** Words of somebody within a phrase of the board, which they cannot reorder. */
export function isolated(text: string): string {
  const shown = visible(text);
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** Where hidden letters stand in a stored text. */
export function hiddenIn(points: Points): (Span & { code: string })[] {
  const out: (Span & { code: string })[] = [];
  for (const { 0: letter, index } of points.text.matchAll(hidden)) {
    if (spaces.includes(letter)) continue;
    const start = points.point(index);
    out.push({ start, end: start + 1, code: codeOf(letter) });
  }
  return out;
}

/** The language of what the server names: English, where it begins with Latin letters. */
export function tongueOf(name: string | null | undefined): "en" | undefined {
  return /^\P{L}*\p{Script=Latin}/u.test(name ?? "") ? "en" : undefined;
}
