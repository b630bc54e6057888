// Reports in a list: which of them are let through, in which order, and which print the text of another.
import type { Schema } from "../api/client";

export type Head = Schema["Head"];

export interface Asked {
  outlet?: string | undefined;
  lang?: string | undefined;
  /** Words of the headline, all of which must be there. */
  title?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

export type Reason = keyof Asked;

const dayOf = (head: Head) => head.published?.slice(0, 10) ?? "";

function tests(asked: Asked): [Reason, (head: Head) => boolean][] {
  const out: [Reason, (head: Head) => boolean][] = [];
  const { outlet, lang, title, since, until } = asked;
  if (outlet) out.push(["outlet", (head) => head.outlet === outlet]);
  if (lang) out.push(["lang", (head) => head.lang === lang]);
  const words = (title ?? "").toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) {
    out.push(["title", (head) => words.every((word) => (head.title ?? "").toLocaleLowerCase().includes(word))]);
  }
  if (since) out.push(["since", (head) => dayOf(head) >= since]);
  if (until) out.push(["until", (head) => dayOf(head) !== "" && dayOf(head) <= until]);
  return out;
}

/** Those that a question lets through. */
export function through(heads: readonly Head[], asked: Asked): Head[] {
  const each = tests(asked).map(([, test]) => test);
  return heads.filter((head) => each.every((test) => test(head)));
}

/** For each part of a question, how many more there would be without it. */
export function withoutEach(heads: readonly Head[], asked: Asked): [Reason, number][] {
  return tests(asked).map(([reason]) => [reason, through(heads, { ...asked, [reason]: undefined }).length]);
}

export const columns = ["published", "title", "outlet", "lang"] as const;
export type Column = (typeof columns)[number];

/** An order as an address tells it: a column, with `-` where the last comes first. */
export interface Order {
  by: Column;
  down: boolean;
}

export function readOrder(text: string | undefined): Order {
  const by = (text ?? "").replace(/^-/, "");
  return (columns as readonly string[]).includes(by) ? { by: by as Column, down: text?.startsWith("-") ?? false } : { by: "published", down: true };
}

export function writtenOrder({ by, down }: Order): string | null {
  return by === "published" && down ? null : `${down ? "-" : ""}${by}`;
}

/** When something was published, for comparing: times of several zones are one. */
function instant(text: string | null | undefined): number {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}

/** In another order; what stands alike stays in the order that it had. */
export function sorted(heads: readonly Head[], { by, down }: Order): Head[] {
  const collator = new Intl.Collator(undefined, { numeric: true });
  const compare = (a: Head, b: Head) =>
    by === "published" ? Math.sign(instant(a.published) - instant(b.published)) || 0 : collator.compare(a[by] ?? "", b[by] ?? "");
  return [...heads].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
}

/** A report with those that print its text. */
export interface Folded {
  head: Head;
  copies: Head[];
}

/** Puts copies below the origin whose text they print, where both are there. */
export function folded(heads: readonly Head[], groups: readonly Schema["CopyGroup"][]): Folded[] {
  const here = new Map(heads.map((head) => [head.reference, head]));
  const first = new Map<string, string>();
  for (const group of groups) {
    const all = [group.origin, ...group.members.map((one) => one.ref)].filter((ref) => here.has(ref));
    for (const ref of all) if (all[0]) first.set(ref, all[0]);
  }
  const out = new Map<string, Folded>();
  for (const head of heads) {
    const ref = first.get(head.reference);
    if (ref === undefined || ref === head.reference) out.set(head.id, { head, copies: [] });
  }
  for (const head of heads) {
    const ref = first.get(head.reference);
    const origin = ref === undefined || ref === head.reference ? undefined : here.get(ref);
    if (origin) out.get(origin.id)?.copies.push(head);
  }
  return [...out.values()];
}

/** The values of a column, the most frequent first. */
export function values(heads: readonly Head[], column: "outlet" | "lang"): [string, number][] {
  const counts = new Map<string, number>();
  for (const head of heads) {
    const value = head[column];
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
