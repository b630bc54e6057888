// Offsets of the ledger are Unicode code points; those of JavaScript are UTF-16 units. Text is cut here and nowhere else.

/** A text that can be cut at code points. */
export class Points {
  /** UTF-16 offset of each code point, where they differ; `null` where all are of one unit. */
  #units: Uint32Array | null = null;
  readonly length: number;

  constructor(readonly text: string) {
    if (/[\uD800-\uDBFF]/.test(text)) {
      const units: number[] = [];
      let at = 0;
      for (const letter of text) {
        units.push(at);
        at += letter.length;
      }
      units.push(at);
      this.#units = Uint32Array.from(units);
      this.length = units.length - 1;
    } else {
      this.length = text.length;
    }
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /** The UTF-16 offset of a code point. */
  unit(point: number): number {
    const at = Math.max(0, Math.min(point, this.length));
    return this.#units ? (this.#units[at] ?? this.text.length) : at;
  }

  /** The code point at a UTF-16 offset. */
  point(unit: number): number {
    const units = this.#units;
    if (!units) return Math.max(0, Math.min(unit, this.length));
    let low = 0;
    let high = units.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((units[middle] ?? 0) < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Words that stand in a text. */
export interface Span {
  start: number;
  end: number;
}

/** A part of a text with what lies over it. */
export interface Piece<T> {
  text: string;
  start: number;
  end: number;
  over: T[];
}

/** Cuts a part of a text wherever something begins or ends, so that what overlaps is told apart. */
export function pieces<T extends Span>(points: Points, from: number, to: number, spans: readonly T[]): Piece<T>[] {
  const inside = spans.filter((span) => span.start < to && span.end > from && span.end > span.start);
  const cuts = new Set([from, to]);
  for (const span of inside) {
    cuts.add(Math.max(from, span.start));
    cuts.add(Math.min(to, span.end));
  }
  const at = [...cuts].sort((a, b) => a - b);
  const waiting = inside.map((span, order) => ({ span, order })).sort((a, b) => a.span.start - b.span.start || a.order - b.order);
  let next = 0;
  let over: typeof waiting = [];
  return at.slice(0, -1).map((start, index) => {
    const end = at[index + 1] ?? to;
    over = over.filter(({ span }) => span.end > start);
    while (next < waiting.length && waiting[next]!.span.start <= start) over.push(waiting[next++]!);
    over.sort((a, b) => a.order - b.order);
    return { text: points.slice(start, end), start, end, over: over.map(({ span }) => span) };
  });
}

/** The whole sentences that hold some words; the words with a little around them where no sentence is known. */
export function around(points: Points, sentences: readonly Span[], words: readonly Span[]): Span {
  const start = Math.min(...words.map((one) => one.start));
  const end = Math.max(...words.map((one) => one.end));
  const holding = sentences.filter((one) => one.start < end && one.end > start);
  if (holding.length === 0) return { start: Math.max(0, start - 80), end: Math.min(points.length, end + 80) };
  return { start: Math.min(start, ...holding.map((one) => one.start)), end: Math.max(end, ...holding.map((one) => one.end)) };
}
