// The map as rows: what is told of each place, and how it stands.
import type { Marks, Placed } from "./groups";

export interface Row {
  /** Name of the spot or code of the area; none for what has no place on the map. */
  name: string | null;
  kind: "spot" | "area" | "nowhere";
  members: readonly number[];
  /** Statuses with their numbers, the most frequent first. */
  statuses: [status: string, count: number][];
}

function statuses(members: readonly number[], marks: Marks): [string, number][] {
  const counts = new Map<string, number>();
  for (const index of members) {
    const status = marks.roll_up[index] ?? "unknown";
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

/** Places with most incidents first, what has no place last. */
export function rows(placed: Placed, marks: Marks): Row[] {
  const row = (kind: Row["kind"], name: string | null, members: readonly number[]): Row => ({ kind, name, members, statuses: statuses(members, marks) });
  const places = [
    ...placed.spots.map(({ members }) => row("spot", marks.places[members[0] ?? -1] ?? null, members)),
    ...[...placed.areas].map(([code, members]) => row("area", code, members)),
  ].sort((a, b) => b.members.length - a.members.length || (a.name ?? "").localeCompare(b.name ?? ""));
  return placed.nowhere.length > 0 ? [...places, row("nowhere", null, placed.nowhere)] : places;
}
