// A sheet of candidates as a person goes through it on the board: which row has which side, and what was done last.
import type { Schema } from "../api/client";

export type Row = Schema["PackRow"];
export type Candidate = Schema["PackCandidate"];
/** A candidate with its row. */
export interface Listing {
  candidate: Candidate;
  row: Row;
}

/** What a person fills in. */
export const cells = ["kind", "side", "role", "as", "from", "source"] as const;
export type Cell = (typeof cells)[number];

/** What leaves a row out, and what takes one in without a side. */
export const no = "no";
export const yes = "yes";

/** What was filled in of a row that was found, or a row that a person added. */
export type Filled = Partial<Record<Cell, string>>;

/** What a person has filled in, by what a row is known by. */
export interface Work {
  id: string;
  title: string;
  sides: Row[];
  filled: Record<string, Filled>;
}

export function keyOf(row: Row): string {
  return `${row.kind} ${row.name}`;
}

export const empty: Row = { kind: "", name: "", reports: "", statements: "", side: "", role: "", as: "", from: "", source: "", example: "" };

/** Nothing is filled in yet. */
export function begun(heads: readonly Row[]): Work {
  return { id: "", title: "", sides: heads.filter((row) => row.kind === "side"), filled: {} };
}

/** A row with what was filled in of it. */
export function withFilled(row: Row, work: Work): Row {
  return { ...row, ...work.filled[keyOf(row)] };
}

export function isOpen(row: Row): boolean {
  return row.side.trim() === "";
}

/** All rows as they are sent: title and sides, then what was found. */
export function rows(work: Work, found: readonly Listing[]): Row[] {
  const title = { ...empty, kind: "pack", name: work.title || work.id || "-" };
  return [title, ...work.sides, ...found.map(({ row }) => withFilled(row, work))];
}

/** The same work with a cell of a row filled in; what is as it was found is not kept. */
export function fill(work: Work, row: Row, cell: Cell, text: string): Work {
  const key = keyOf(row);
  const own: Filled = { ...work.filled[key], [cell]: text };
  if (row[cell] === text) delete own[cell];
  const filled = { ...work.filled, [key]: own };
  if (Object.keys(own).length === 0) delete filled[key];
  return { ...work, filled };
}

/** A side put to those of a row, or taken away: only labels can have several. */
export function sided(now: Row, side: string): string {
  const all = now.side.split(";").filter((one) => one && one !== no && one !== yes);
  if (all.includes(side)) return all.filter((one) => one !== side).join(";");
  return now.kind === "label" && side !== no && side !== yes ? [...all, side].join(";") : side;
}

/** The same work with one more side; none where there is one of that id, or where an id cannot be so. */
export function added(work: Work, id: string, name: string): Work | null {
  const can = /^[\p{L}\p{N}_-]+$/u.test(id) && ![no, yes].includes(id.toLowerCase());
  if (!can || work.sides.some((side) => side.as === id)) return null;
  // Parties stand before those that every conflict has.
  const side: Row = { ...empty, kind: "side", name: name || id, as: id };
  const at = work.sides.findIndex((one) => one.role !== "" && one.role !== "party");
  return { ...work, sides: at < 0 ? [...work.sides, side] : work.sides.toSpliced(at, 0, side) };
}

/** What is kept in a browser, if it is what this makes. */
export function read(text: string | null): Work | null {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    if (typeof kept !== "object" || kept === null) return null;
    const { id, title, sides, filled } = kept as Partial<Work>;
    if (typeof id !== "string" || typeof title !== "string" || !Array.isArray(sides) || typeof filled !== "object" || !filled) return null;
    return { id, title, sides: sides.map((side) => ({ ...empty, ...side })), filled };
  } catch {
    return null;
  }
}
