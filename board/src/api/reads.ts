// Whole reports, each asked once as long as the ledger stays as it is.
import { address, get, type Schema } from "./client";

const kept = new Map<string, Promise<Schema["ReportRead"]>>();
const keptAtMost = 60;

export function read(reference: string, when: Record<string, string>, revision: string | null): Promise<Schema["ReportRead"]> {
  const url = address(`reports/${encodeURIComponent(reference)}`, when);
  const key = `${revision ?? ""} ${url}`;
  const known = kept.get(key);
  if (known) return known;
  const asked = get<Schema["ReportRead"]>(url);
  kept.set(key, asked);
  asked.catch(() => kept.delete(key));
  const oldest = kept.keys().next().value;
  if (kept.size > keptAtMost && oldest !== undefined) kept.delete(oldest);
  return asked;
}
