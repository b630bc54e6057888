// Corrections of one report: how each is asked for, and what a report looks like with those that are not recorded yet.
import type { Schema } from "../api/client";
import { freshKey, type Wish } from "../parts/record";
import type { Report, Statement } from "./layers";
import { Points, type Span } from "./points";

/** Speech acts of the contract. */
export const acts = [
  "assert",
  "report",
  "record",
  "accuse",
  "deny",
  "confirm",
  "acknowledge",
  "comment",
  "appeal",
  "promise",
  "offer",
  "announce",
  "warn",
  "threaten",
  "doubt",
  "state_intent",
  "decline_comment",
  "retract",
  "correct",
] as const;

/** PLOVER's types of events, each with its modes. */
export const types: Record<string, readonly string[]> = {
  AGREE: [],
  CONSULT: ["visit", "third_party", "multilateral", "phone"],
  SUPPORT: [],
  CONCEDE: [],
  COOPERATE: [],
  AID: [],
  RETREAT: ["withdraw", "release", "disarm", "ceasefire", "access", "resign"],
  REQUEST: ["assist", "change", "yield", "meet"],
  ACCUSE: ["disapprove", "investigate", "allege"],
  REJECT: ["assist", "change", "yield", "meet"],
  THREATEN: ["restrict", "arrest", "relations", "expel", "territory", "violence"],
  PROTEST: ["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"],
  SANCTION: ["convict", "expel", "withdraw", "discontinue"],
  MOBILIZE: ["troops", "weapons", "police", "militia"],
  COERCE: ["seize", "restrict", "censor", "curfew", "martial_law", "arrest", "deport", "withhold", "misinformation", "cyber"],
  ASSAULT: [
    "abduct",
    "beat",
    "torture",
    "sexual",
    "targeted",
    "destroy",
    "primitive",
    "firearms",
    "explosives",
    "suicide_attack",
    "aerial",
    "drone",
    "heavy_weapons",
    "crowd_control",
    "unconventional",
  ],
};

/** A correction that is not recorded yet, with the key by which it is recorded once. */
export interface Mend {
  title: string;
  wish: Wish;
  key: string;
}

/** What is said anew of a statement. */
export interface Said {
  speaker: string;
  act: string;
  side: string;
  accused: string[];
  events: string[];
}

export function addStatement(document: string, words: Span, said: Said): Wish {
  const { start, end } = words;
  return {
    change: "add_statement",
    document,
    start,
    end,
    ...(said.speaker && { speaker: said.speaker }),
    ...(said.side && { side: said.side }),
    act: said.act,
    accused: said.accused,
    event: said.events,
  };
}

/** What is said anew of an event. */
export interface Happened {
  statements: string[];
  type: string;
  modes: string[];
  actors: string[];
  recipients: string[];
  place: string;
  day: string;
  negative: boolean;
}

export function addEvent(document: string, words: Span, one: Happened): Wish {
  const { start, end } = words;
  return {
    change: "add_event",
    document,
    start,
    end,
    asserted_in: one.statements,
    ...(one.type && { type: one.type, mode: one.modes }),
    actor: one.actors,
    recipient: one.recipients,
    ...(one.place && { place: one.place }),
    ...(one.day && { day: one.day }),
    negative: one.negative,
  };
}

export function redact(document: string, { start, end }: Span): Wish {
  return { change: "redact", document, start, end };
}

/** Another value of a field; values travel as JSON in text. */
export function edit(document: string, target: string, field: string, value: unknown): Wish {
  return { change: "edit", document, target, field, value: JSON.stringify(value) };
}

/** Who speaks, as a statement has it. */
export function speaker(report: Report, actor: string): Schema["StatementSpeaker"] {
  const kind = report.actors.find((one) => one.id === actor)?.kind;
  return { actor: actor || null, span: null, resolution: kind === "outlet" || !actor ? "author" : "explicit", anonymous: kind === "anonymous" };
}

/** The chain of a statement with another beginning: the speaker first, the outlet last. */
export function chainFrom(statement: Statement, actor: string): string[] {
  const outlet = statement.chain.at(-1);
  const between = statement.chain.slice(1, -1).filter((id) => id !== actor);
  return [actor, ...between, ...(outlet && outlet !== actor ? [outlet] : [])];
}

/** Whether two corrections change the same thing, so that the later one takes the place of the other. */
export function isAbout(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  return one["change"] === "edit" && other["change"] === "edit" && one["target"] === other["target"] && one["field"] === other["field"];
}

/** Puts a correction behind those that there are, or in the place of the one that it changes. */
export function withMend(all: readonly Mend[], title: string, wish: Wish): Mend[] {
  return [...all.filter((one) => !isAbout(one.wish, wish)), { title, wish, key: freshKey() }];
}

/** The number of the correction that holds and that a wish must take the place of. */
export function insteadOf(holding: readonly Schema["ListedCorrection"][], document: string, wish: Wish): number | null {
  const found = holding.findLast((one) => {
    const change = one as unknown as Record<string, unknown>;
    return !one.replaced_by && change["document"] === document && isAbout(change, wish);
  });
  return found?.record ?? null;
}

function freeId(prefix: string, taken: readonly { id: string }[]): string {
  let number = 1;
  while (taken.some((one) => one.id === `${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** A report as it will be with corrections: the same ids and orders as the ledger will give. */
export function mended(report: Report, mends: readonly Mend[]): Report {
  if (mends.length === 0) return report;
  const points = new Points(report.document.text);
  const out = structuredClone(report);
  const each = (id: unknown, change: (one: Statement) => void) => out.statements.filter((one) => !id || one.id === id).forEach(change);
  for (const { wish } of mends) {
    const words = () => ({ start: wish["start"] as number, end: wish["end"] as number, exact: points.slice(wish["start"] as number, wish["end"] as number) });
    if (wish.change === "add_statement") {
      const actor = (wish["speaker"] as string | undefined) ?? "";
      const outlet = out.actors.find((one) => one.kind === "outlet" && one.name === out.document.outlet);
      const chain = [...new Set([actor, outlet?.id ?? ""])].filter(Boolean);
      out.statements.push({
        id: freeId("h", out.statements),
        order: Math.max(0, ...out.statements.map((one) => one.order)) + 1,
        speaker: { ...speaker(out, actor), actor: actor || (outlet?.id ?? null) },
        cosources: [],
        side: (wish["side"] as string | undefined) ?? out.actors.find((one) => one.id === actor)?.side ?? null,
        speech_act: wish["act"] as Statement["speech_act"],
        cue: null,
        content: [words()],
        quotes: [],
        parent: null,
        chain,
        hops: Math.max(0, chain.length - 1),
        medium: null,
        addressee: null,
        accused: wish["accused"] as string[],
        targets: [],
        said: { start: null, end: null, basis: "unknown", span: null },
        factuality: null,
        author_distance: null,
        evidential: null,
        confidence: { side: null, polarity: null },
        warning: null,
        labels: [],
        events: [...(wish["event"] as string[])],
        why: ["by_hand"],
        reviewed: "by_hand",
        retracted: false,
      });
    } else if (wish.change === "add_event") {
      const told = wish["asserted_in"] as string[];
      const id = freeId("eh", out.events);
      const day = wish["day"] as string | undefined;
      out.events.push({
        id,
        trigger: words(),
        type: (wish["type"] as string | undefined) ?? null,
        modes: (wish["mode"] as string[] | undefined) ?? [],
        actor: wish["actor"] as string[],
        recipient: wish["recipient"] as string[],
        object_struck: null,
        weapon: null,
        place: (wish["place"] as string | undefined) ?? null,
        time: day ? { start: day, end: day } : null,
        quantities: [],
        polarity: wish["negative"] ? "negative" : "positive",
        modality: "actual",
        tense: null,
        asserted_in: told,
        why: ["by_hand"],
      });
      for (const one of out.statements) if (told.includes(one.id)) one.events.push(id);
    } else if (wish.change === "edit") {
      each(wish["target"], (one) => Object.assign(one, { [wish["field"] as string]: JSON.parse(wish["value"] as string), reviewed: "by_hand" }));
    } else if (wish.change === "retract") {
      each(wish["statement"], (one) => (one.retracted = true));
    } else if (wish.change === "review") {
      each(wish["statement"], (one) => one.reviewed === "machine" && (one.reviewed = "reviewed"));
    }
  }
  return out;
}
