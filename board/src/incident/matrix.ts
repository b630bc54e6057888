// The accounts matrix: its facets, marks and places.
import type { Schema } from "../api/client";
import { listed, t } from "../words/index.svelte";

export const facets = ["happened", "who", "where", "when", "weapon", "harm"] as const;
export type Facet = (typeof facets)[number];

/** Marks of stances, which tell them apart without colour. */
export const mark: Record<Schema["Facet"], string> = {
  asserts: "✓",
  denies: "✗",
  partial: "±",
  general: "≈",
  comments: "…",
  names: "·",
  silent: "–",
  unknown: "?",
};

/** A cell: the row, and the facet by its number; -1 for the speaker. */
export interface At {
  row: number;
  facet: number;
}

export function readAt(text: string | undefined): At | null {
  const [row, facet] = (text ?? "").split(".").map(Number);
  return Number.isInteger(row) && Number.isInteger(facet) ? { row: row!, facet: facet! } : null;
}

export const writtenAt = (at: At) => `${at.row}.${at.facet}`;

/** Words to be shown for a cell: one entry for each statement that they stand in. */
export interface Shown {
  document: string;
  statement: string;
  published: string | null;
  copy: boolean;
  words: Schema["Words"][];
}

/** The exact words that a cell rests on; for the speaker, all that is said. */
export function wordsOf(row: Schema["Row"] | undefined, facet: number): Shown[] {
  if (!row) return [];
  const name = facets[facet];
  if (!name) return row.said.map((one) => ({ ...one, published: one.published ?? null }));
  const of = new Map<string, Shown>();
  for (const told of row[name].values) {
    const key = `${told.document}#${told.statement}`;
    const said = row.said.find((one) => one.document === told.document && one.statement === told.statement);
    const shown = of.get(key) ?? { document: told.document, statement: told.statement, published: said?.published ?? null, copy: said?.copy ?? false, words: [] };
    const seen = new Set(shown.words.map((one) => `${one.start}-${one.end}`));
    shown.words.push(...told.words.filter((one) => !seen.has(`${one.start}-${one.end}`)));
    of.set(key, shown);
  }
  return [...of.values()];
}

/** Who a row's words are. */
export function speakerOf(row: Schema["Row"]): string {
  if (row.speaker) return row.speaker;
  if (row.said.length === 0) return t("matrix.nobody");
  return row.outlets.length > 0 ? t("matrix.own_voice", { outlet: listed(row.outlets) }) : t("matrix.outlet_voice");
}
