// Uses of a label by day and side, as bars that can be compared with one another.
import type { LabelDay, Stance, Told } from "../api/questions";

export interface Bar {
  day: string;
  stance: Stance;
  reports: number;
  origins: number;
}

export interface Row {
  side: string | null;
  bars: Bar[];
}

/** All days between the first and the last on which any label is used or rejected. */
export function allDays(labels: readonly Told[], most = 120): string[] {
  const told = labels.flatMap((one) => one.daily.map((daily) => daily.day)).sort();
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return [];
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
  // So many bars cannot be told apart: only days that have some.
  return days.length > most ? [...new Set(told)] : days;
}

/** The days of one label, side by side of the conflict, in the order in which they first appear. */
export function rows(daily: readonly LabelDay[]): Row[] {
  const found = new Map<string | null, Bar[]>();
  for (const { side, ...bar } of [...daily].sort((a, b) => a.day.localeCompare(b.day))) {
    found.set(side, [...(found.get(side) ?? []), bar]);
  }
  return [...found].map(([side, bars]) => ({ side, bars }));
}

/** The highest bar of all: small pictures share one scale. */
export function highest(labels: readonly Told[], of: "reports" | "origins"): number {
  const sums = labels.flatMap((one) =>
    rows(one.daily).flatMap((row) => {
      const byDay = new Map<string, number>();
      for (const bar of row.bars) byDay.set(bar.day, (byDay.get(bar.day) ?? 0) + bar[of]);
      return [...byDay.values()];
    }),
  );
  return Math.max(1, ...sums);
}
