// What a coder has found so far, as it is changed and as it is sent.
import type { Schema } from "../api/client";
import type { Span } from "../text/points";

export type Task = Schema["CodingTask"];
export type Coded = Schema["Coded"];
export type Statement = Schema["CodedStatement"];
export type Event = Schema["CodedEvent"];
export type Statuses = Schema["CodedStatuses"];
export type Field = Schema["CodedField"];
export type Kind = "statements" | "events";

/** Fields of a kind, in the order in which they are coded. */
export const fieldsOf: Record<Kind | "statuses", readonly Field[]> = {
  statements: ["speaker", "side", "speech_act", "accused", "factuality"],
  events: ["type", "mode", "polarity", "modality", "place", "day", "killed", "injured"],
  statuses: ["occurrence", "responsibility", "details", "characterisation"],
};

/** Fields that are left out where the report does not tell them. */
const optional: ReadonlySet<Field> = new Set<Field>(["day", "killed", "injured"]);

export const nothing: Coded = { statements: [], events: [], statuses: null };

/** Words with where they stand. */
function exact(text: string, words: Span) {
  return { start: words.start, end: words.end, exact: text };
}

/** The same with a statement or event of chosen words, which is the last one. */
export function with_(coded: Coded, kind: Kind, words: Span, text: string): Coded {
  const span = exact(text, words);
  if (kind === "statements") {
    const fresh: Statement = { content: [span], speaker: null, side: null, speech_act: null, accused: null, factuality: null };
    return { ...coded, statements: [...coded.statements, fresh] };
  }
  const fresh: Event = { trigger: span, type: null, mode: null, polarity: null, modality: null, place: null, day: null, killed: null, injured: null };
  return { ...coded, events: [...coded.events, fresh] };
}

/** The same without one of them. */
export function without(coded: Coded, kind: Kind, at: number): Coded {
  const rest = <T>(all: readonly T[]) => all.filter((_, own) => own !== at);
  return kind === "statements" ? { ...coded, statements: rest(coded.statements) } : { ...coded, events: rest(coded.events) };
}

/** What a field holds, as it is typed: names of several are divided by semicolons. */
export function typed(coded: Coded, kind: Kind | "statuses", at: number, field: Field): string {
  const one = (kind === "statuses" ? coded.statuses : coded[kind][at]) as Record<string, unknown> | null | undefined;
  const value = one?.[field];
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join("; ");
  return String(value);
}

/** The same with another value of a field; what is emptied is not coded. */
export function changed(coded: Coded, kind: Kind | "statuses", at: number, field: Field, text: string): Coded {
  const value = read(field, text.trim());
  if (kind === "statuses") {
    const empty: Statuses = { occurrence: null, responsibility: null, details: null, characterisation: null };
    return { ...coded, statuses: { ...(coded.statuses ?? empty), [field]: value } };
  }
  const put = <T>(all: readonly T[]): T[] => all.map((one, own) => (own === at ? { ...one, [field]: value, ...also(field) } : one));
  return kind === "statements" ? { ...coded, statements: put(coded.statements) } : { ...coded, events: put(coded.events) };
}

/** A mode is of its type, and falls with it. */
function also(field: Field): Record<string, unknown> {
  return field === "type" ? { mode: null } : {};
}

function read(field: Field, text: string): unknown {
  if (!text) return null;
  if (field === "killed" || field === "injured") return Number.isFinite(Number(text)) ? Number(text) : null;
  if (field === "accused") {
    const names = text.split(";").map((name) => name.trim()).filter((name) => name && name !== "none");
    return names;
  }
  return text;
}

/** How many values are asked and not coded yet. */
export function lacking(coded: Coded, asked: readonly Field[]): number {
  const of = (kind: Kind | "statuses", at: number) =>
    fieldsOf[kind].filter((field) => asked.includes(field) && !optional.has(field) && !typed(coded, kind, at, field)).length;
  const each = (kind: Kind) => coded[kind].reduce((sum, _, at) => sum + of(kind, at), 0);
  const isIncident = asked.some((field) => fieldsOf.statuses.includes(field));
  return isIncident ? of("statuses", 0) : each("statements") + each("events");
}

/** Where the words of a statement or event stand. */
export function placeOf(coded: Coded, kind: Kind, at: number): Span | null {
  const span = kind === "statements" ? coded.statements[at]?.content[0] : coded.events[at]?.trigger;
  return span ? { start: span.start, end: span.end } : null;
}

/** The words of a statement or event. */
export function wordsOf(coded: Coded, kind: Kind, at: number): string {
  return kind === "statements" ? (coded.statements[at]?.content.map((span) => span.exact).join(" … ") ?? "") : (coded.events[at]?.trigger.exact ?? "");
}

/** What all have found alike: where they differ, or one has it alone, it is still to be decided. */
export function agreed(all: readonly Coded[]): Coded {
  const [first] = all;
  if (!first) return nothing;
  let out: Coded = { ...nothing, statuses: first.statuses };
  const settle = (kind: Kind | "statuses", at: number, from: Coded, own: number, places: (number | null)[]) => {
    for (const field of fieldsOf[kind]) {
      const value = typed(from, kind, own, field);
      const alike = places.every((place, index) => place !== null && typed(all[index]!, kind, place, field) === value);
      if (!alike && typed(out, kind, at, field)) out = changed(out, kind, at, field, "");
    }
  };
  if (first.statuses) settle("statuses", 0, first, 0, all.map(() => 0));
  for (const kind of ["statements", "events"] as const) {
    all.forEach((coded, coder) => {
      coded[kind].forEach((one, at) => {
        const places = beside(coded, all, kind, at);
        if (places.slice(0, coder).some((place) => place !== null)) return;
        out = { ...out, [kind]: [...out[kind], one] };
        settle(kind, out[kind].length - 1, coded, at, places);
      });
    });
  }
  return out;
}

/** Where each of several coders has what the first one found in the same words; none where they have it not. */
export function beside(first: Coded, others: readonly Coded[], kind: Kind, at: number): (number | null)[] {
  const own = placeOf(first, kind, at);
  return others.map((coded) => {
    const overlap = (other: Span | null) => (own && other ? Math.min(own.end, other.end) - Math.max(own.start, other.start) : 0);
    const all = coded[kind].map((_, index) => overlap(placeOf(coded, kind, index)));
    const most = Math.max(0, ...all);
    return most > 0 ? all.indexOf(most) : null;
  });
}
