// What the questions of a shift answer with, by short names.
import type { Schema } from "./client";

export type Reviewed = Schema["Reviewed"];
export type Incident = Schema["Incident"];
export type Citation = Schema["Citation"];
export type Numbers = Schema["Numbers"];
export type Party = Schema["SignalParty"];
export type Interval = Schema["Interval"];
/** Somebody's words with where and when they were said. */
export type Cited = Schema["CitedStatement"];
/** An incident of which something is new. */
export type Entry = Schema["NewsEntry"];
export type News = Schema["News"];
export type Figures = Schema["Figures"];
export type Retraction = Schema["Retraction"];
export type Recorded = Schema["MonitorRecorded"];
/** What monitors recorded of a place and time. */
export type Observed = Schema["MonitorsRecord"];
export type Said = Schema["Quoted"];
export type Response = Schema["Response"];
export type Looked = Schema["Looked"];
/** Claims about one matter against one side. */
export type Claimed = Schema["Claimed"];
export type Commitment = Schema["WeighedCommitment"];
export type Warned = Schema["WeighedWarning"];
export type Commitments = Schema["Commitments"];
export type SideCount = Schema["LabelSideCount"];
export type Stance = Schema["LabelStance"];
export type LabelDay = Schema["LabelDayCount"];
/** A label with who uses and who rejects it. */
export type Told = Schema["Label"];
export type CopyGroup = Schema["CopyGroup"];
export type Listed = Schema["ListedCorrection"];
/** What a correction did. */
export type Effect = Schema["CorrectionEffect"];
/** A decision that waits for a person. */
export type Decision = Schema["ReviewQuestion"];
/** An answer, and what is recorded for it, without who and why. */
export type Choice = Schema["ReviewChoice"];
/** What is asked to be changed, without who and why. */
export type Ask = Schema["ChangeWish"];
/** Exact words with who said them where. */
export type Evidence = Schema["ReviewEvidence"];
export type Cite = Schema["BriefCite"];
export type Line = Schema["BriefLine"];
export type Brief = Schema["Brief"];
