// Changes in words: as they are asked for, and as they were recorded.
import type { Ask, Listed } from "../api/questions";
import { t, type Key } from "../words/index.svelte";

function text(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A mention: of a report and what it names, as asked for and as recorded. */
function mention(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join("#") : text(value);
}

function exact(of: Record<string, unknown>, name: string): string {
  const part = of[name] as { content?: { exact?: string }[]; trigger?: { exact?: string } } | undefined;
  return part?.content?.map((one) => one.exact).join(" … ") ?? part?.trigger?.exact ?? text(of["words"]);
}

export function inWords(of: Ask | Listed): string {
  const told = of as Record<string, unknown>;
  const document = text(told["document"]);
  const part = text(told["statement"]) || (document && document.length < 64 ? document : t("queue.whole"));
  const values: Record<string, Record<string, string>> = {
    add_statement: { words: exact(told, "statement") },
    add_event: { words: exact(told, "event") },
    edit: { field: text(told["field"]), target: text(told["target"]), value: text(told["value"]) },
    merge: { one: mention(told["one"]), other: mention(told["other"]) },
    split: { one: mention(told["one"]), other: mention(told["other"]) },
    relabel: { label: text(told["label"]) },
    retract: { part },
    redact: { start: text(told["start"]), end: text(told["end"]) },
    review: { part },
    answer_sought: { side: text(told["side"]), found: text(told["found"]) },
    confirm: {},
  };
  const found = values[of.change];
  return found ? t(`queue.change.${of.change}` as Key, found) : of.change.replaceAll("_", " ");
}
