// Changes in words: as they are asked for, and as they were recorded.
import type { Ask, Listed } from "../api/questions";
import { context } from "../state/context.svelte";
import { days, listed, t, term, type Key } from "../words/index.svelte";

function text(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A mention: as asked for, or as recorded, by the id of a report; then by what the input calls that. */
function mention(value: unknown, name: string | undefined): string {
  return Array.isArray(value) ? [name ?? value[0], ...value.slice(1)].map(text).join("#") : text(value);
}

function exact(of: Record<string, unknown>, name: string): string {
  const part = of[name] as { content?: { exact?: string }[]; trigger?: { exact?: string } } | undefined;
  return part?.content?.map((one) => one.exact).join(" … ") ?? part?.trigger?.exact ?? text(of["words"]);
}

/** What the fields of statements and events are called. */
const fields: Readonly<Record<string, Key>> = {
  speaker: "mend.field.speaker",
  cosources: "edit.field.cosources",
  side: "mend.field.side",
  speech_act: "mend.field.speech_act",
  cue: "edit.field.cue",
  content: "mend.field.content",
  quotes: "edit.field.quotes",
  parent: "edit.field.parent",
  chain: "mend.field.chain",
  hops: "edit.field.hops",
  medium: "edit.field.medium",
  addressee: "edit.field.addressee",
  accused: "mend.field.accused",
  targets: "edit.field.targets",
  said: "edit.field.said",
  factuality: "coding.field.factuality",
  author_distance: "edit.field.author_distance",
  evidential: "edit.field.evidential",
  confidence: "edit.field.confidence",
  warning: "edit.field.warning",
  labels: "coding.field.characterisation",
  events: "edit.field.events",
  reviewed: "edit.field.reviewed",
  retracted: "edit.field.retracted",
  type: "coding.field.type",
  trigger: "mend.field.content",
  modes: "coding.field.mode",
  actor: "mend.actor",
  recipient: "mend.recipient",
  object_struck: "edit.field.object_struck",
  weapon: "edit.field.weapon",
  place: "coding.field.place",
  time: "edit.field.time",
  quantities: "edit.field.quantities",
  polarity: "coding.field.polarity",
  modality: "coding.field.modality",
  tense: "edit.field.tense",
  asserted_in: "mend.told_in",
};

/** Fields that hold words of closed lists, by where their words stand. */
const lists: Readonly<Record<string, string>> = {
  speech_act: "act",
  evidential: "evidential",
  reviewed: "reviewed",
  type: "plover",
  modes: "mode",
  object_struck: "value",
  weapon: "value",
  polarity: "polarity",
  modality: "report.modality",
  tense: "tense",
};

function field(name: string): string {
  const key = fields[name];
  return key ? t(key) : name.replaceAll("_", " ");
}

/** A value that a field is given. */
function given(field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return t("edit.nothing");
  if (typeof value === "boolean") return t(value ? "queue.yes" : "queue.no");
  if (Array.isArray(value)) return value.length > 0 ? listed(value.map((one) => given(field, one))) : t("edit.nothing");
  if (typeof value === "object") {
    const part = value as { actor?: string | null; exact?: string; start?: string | null; end?: string | null };
    if (field === "speaker") return given(field, part.actor);
    if (part.exact !== undefined) return part.exact;
    if (field === "time" || field === "said") return days(part.start, part.end, "UTC");
    return JSON.stringify(value);
  }
  if (field === "side") return context.nameOf(text(value));
  const kind = lists[field];
  return kind ? term(kind, text(value)) : text(value);
}

/** The value of an edit: as it is where it was recorded; as JSON or a word where it is asked for. */
function valueOf(told: Record<string, unknown>): unknown {
  const { value } = told;
  if ("record" in told || typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

export function inWords(of: Ask | Listed): string {
  const told = of as Record<string, unknown>;
  const [first, second] = (told["documents"] as string[] | undefined) ?? [];
  const document = text(told["document"]);
  const part = text(told["statement"]) || (document && document.length < 64 ? document : t("queue.whole"));
  const name = text(told["field"]);
  const pair = { one: mention(told["one"], first), other: mention(told["other"], second) };
  const row = { row: text(told["row"]), coder: text(told["coder"]), one: mention(told["mention"] ?? told["incident"], first) };
  const values: Record<string, Record<string, string>> = {
    add_statement: { words: exact(told, "statement") },
    add_event: { words: exact(told, "event") },
    edit: { field: field(name), target: text(told["target"]), value: given(name, valueOf(told)) },
    merge: pair,
    split: pair,
    relabel: { label: text(told["label"]) },
    retract: { part },
    redact: { start: text(told["start"]), end: text(told["end"]) },
    review: { part },
    answer_sought: { side: text(told["side"]), found: text(told["found"]) },
    link_row: row,
    unlink_row: row,
    confirm: {},
  };
  const found = values[of.change];
  return found ? t(`queue.change.${of.change}` as Key, found) : of.change.replaceAll("_", " ");
}
