// What somebody brings to be read, and what is known of it besides.
import type { Mend } from "./mend";

/** Bytes that a request may have. */
export const most = 8 * 1024 * 1024;

export const facts = ["title", "outlet", "published", "lang", "url"] as const;
export type Facts = Record<(typeof facts)[number], string>;
export const noFacts: Facts = { title: "", outlet: "", published: "", lang: "", url: "" };

export type Wrong = "empty" | "large";

/** What is wrong with what is brought, before it is sent. */
export function wrong(size: number, isBlank = size === 0): Wrong | null {
  if (isBlank) return "empty";
  return size > most ? "large" : null;
}

const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const instant = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a day or an instant with its zone is told as the ledger takes it. */
export function isTime(text: string): boolean {
  return text === "" || ((day.test(text) || instant.test(text)) && !Number.isNaN(Date.parse(text)));
}

/** What is kept in the browser until it stands in the ledger. */
export interface Draft {
  text: string;
  facts: Facts;
  mends: Mend[];
}

export const noDraft: Draft = { text: "", facts: noFacts, mends: [] };

export function readDraft(kept: string | null): Draft {
  try {
    const found = JSON.parse(kept ?? "{}") as Partial<Draft>;
    return { text: String(found.text ?? ""), facts: { ...noFacts, ...found.facts }, mends: Array.isArray(found.mends) ? found.mends : [] };
  } catch {
    return noDraft;
  }
}
