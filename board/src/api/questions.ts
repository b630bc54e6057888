// What the questions of a shift answer with. These stand here until the server's own description has them.
import type { Schema } from "./client";

export type Reviewed = "machine" | "reviewed" | "by_hand";
export type Incident = Schema["Incident"];

/** Where a statement stands. */
export interface Citation {
  document: string;
  statement: string;
  reviewed?: Reviewed;
}

export interface Numbers {
  reports: number;
  origins: number;
  sides: string[];
}

export interface Party {
  actor: string | null;
  name: string | null;
  side: string | null;
}

export interface Interval {
  start: string | null;
  end: string | null;
}

/** Somebody's words with where and when they were said. */
export interface Cited extends Citation {
  exact: string[];
  speaker: Party & { anonymous: boolean; author: boolean };
  said: Interval;
  published: string | null;
  channel: { outlet: string | null; kind: string | null; medium: string | null };
}

export type Position = "asserts" | "denies" | "partial" | "comments_only" | "no_position_recorded";

export type Changed =
  | { change: "status"; of: "occurrence" | "responsibility" | "roll_up"; from: string; to: string }
  | { change: "account"; side: string | null; position: Position; statements: Citation[] }
  | { change: "said"; side: string | null; from: Position; to: Position; statements: Citation[] }
  | { change: "denied"; side: string }
  | { change: "value"; slot: string; value: string; sides: string[]; replaced: boolean; statements: Citation[] }
  | { change: "label"; from: string; to: string }
  | { change: "reviewed"; from: Reviewed; to: Reviewed }
  | { change: "answer_sought"; side: string; found: string }
  | { change: "numbers"; from: Numbers; to: Numbers };

/** An incident of which something is new. */
export interface Entry {
  incident: Incident;
  is_new: boolean;
  was: string[];
  changes: Changed[];
}

export interface News {
  since: string;
  to: string;
  published: boolean;
  new_reports: number;
  of_which_copies: number;
  areas: Record<string, Entry[]>;
}

export interface Value {
  value: string;
  sides: string[];
  statements: Citation[];
  superseded: boolean;
}

export interface Figures extends Numbers {
  incident: string | null;
  label: string;
  slot: string;
  status: string | null;
  values: Value[];
  changes: { from: Cited & { figure: string }; to: Cited & { figure: string } }[];
}

export interface Retraction {
  of: string;
  way: string;
  statement: string | null;
  by: Citation | null;
  later: string | null;
  words: string | null;
  person: string | null;
  at: string | null;
  cited_in: { record: number; issued: string }[];
}

export interface Recorded extends Citation {
  kind: "direct" | "second_hand" | "in_bulletin";
  monitor: string | null;
  side: string | null;
  observation_level: string | null;
  hops: number;
  exact: string[];
  near: "place" | "within" | "region" | null;
  places: string[];
  by_paragraph: boolean;
  days: [string, string];
  stated: boolean;
}

export interface Observed extends Numbers {
  place: string;
  names: string[];
  window: [string, string];
  recorded: Recorded[];
  access: Recorded[];
  access_elsewhere: number;
  monitor_reports: [number, number];
}

export interface Said extends Citation {
  also_in: Citation[];
  speaker: string | null;
  side: string | null;
  speech_act: string;
  exact: string[];
  published: string | null;
}

export type Response = "no_answer_found" | "declined" | "commented" | "acknowledged" | "denied";

export interface Looked {
  reports: Record<string, number>;
  from: string | null;
  to: string | null;
}

/** Claims about one matter against one side. */
export interface Claimed extends Numbers {
  incident: string | null;
  label: string | null;
  accused_side: string | null;
  accused: string[];
  response: Response;
  claims: Said[];
  answers: Said[];
  looked: Looked;
  sought: string | null;
}

export interface Bearing extends Cited {
  also_in: Citation[];
  effect: string;
}

export interface Commitment {
  id: string;
  kind: string;
  promisor: Party[];
  promisee: Party[];
  predicate: string | null;
  about: string | null;
  way: "done" | "undone";
  made: Interval;
  deadline: { basis: string; within: Interval; words: string | null; anchor: string | null; carried_from: Citation | null } | null;
  timing: string;
  scope: { places: { name: string | null }[]; forces: Party[] };
  testable: boolean;
  status: string;
  statements: Cited[];
  evidence: Bearing[];
  evidence_total: number;
  fulfilment_reported_by: string[];
  violation_reported_by: string[];
  doubted_by: string[];
  measure: { agreement: string; name: string; measure: string; text: string; source: string | null } | null;
}

export interface Warned {
  id: string;
  issuer: Party[];
  harm: { kind: string | null; words: string | null };
  agent: Party[];
  likelihood: string[];
  horizon: string[];
  until: string | null;
  statements: Cited[];
  status: string;
  outcome: Cited[];
}

export interface Commitments {
  as_of: string;
  reports: number;
  promises?: Commitment[] | null;
  agreements?: Commitment[] | null;
  warnings?: Warned[] | null;
}

export interface SideCount {
  side: string | null;
  statements: number;
  reports: number;
  origins: number;
  first: Cited & { word: string };
}

export type Stance = "uses" | "rejects" | "distances";

export interface LabelDay {
  day: string;
  side: string | null;
  stance: Stance;
  reports: number;
  origins: number;
}

/** A label with who uses and who rejects it. */
export interface Told extends Numbers {
  label: string;
  words: string[];
  used_by: SideCount[];
  rejected_by: SideCount[];
  distanced_by: SideCount[];
  first_use: (Cited & { word: string }) | null;
  daily: LabelDay[];
}

export type CopyGroup = Schema["CopyGroup"];
export type Listed = Schema["ListedCorrection"] & { change: string } & Record<string, unknown>;

/** What POST /corrections answers. */
export interface Effect {
  record: number;
  changed?: News;
  unchanged?: Incident[];
}

/** A decision that waits for a person. */
export interface Decision {
  id: string;
  kind: string;
  /** What is asked, in words. */
  asks: string;
  /** From 0 to 1; no probability. */
  uncertainty: number;
  incidents: string[];
  evidence: Evidence[];
  reasons: { name: string; weight?: number | null }[];
  answers: Choice[];
}

/** An answer, and what is recorded for it, without who and why. */
export interface Choice {
  answer: "yes" | "no" | "other";
  says: string;
  correction: Ask;
}

export type Ask = { change: string } & Record<string, unknown>;

/** Exact words with who said them where. */
export interface Evidence {
  document: string;
  statement: string;
  speaker: string | null;
  side: string | null;
  outlet: string | null;
  published: string | null;
  words: { start: number; end: number; exact: string }[];
  reviewed?: Reviewed;
}

export interface Cite {
  number: number;
  document: string;
  sha256: string;
  statement: string;
  words: { start: number; end: number; exact: string }[];
  outlet: string | null;
  published: string | null;
  uri: string | null;
  title: string | null;
  lang: string | null;
  reviewed: Reviewed;
  retracted: boolean;
}

export interface Line {
  kind: string;
  level: number;
  text: string;
  cites: number[];
  reviewed: Reviewed;
  marks: string[];
}

export interface Brief {
  public: boolean;
  window: { from: string; to: string };
  area: string | null;
  as_of: string;
  head: string | null;
  rules: string;
  precision: string | null;
  sections: { id: string; title: string; empty: string; items: { incident: string | null; lines: Line[] }[] }[];
  citations: Cite[];
  coverage: { lang: string; side: string; side_name: string; reports: number; sentences: number; unread: number; statements_per_100: number }[];
  withheld: { reason: string; number: number }[];
  limits: string[];
}
