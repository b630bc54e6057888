// Since when something is new: as asked, else since one last looked, else since a day before the time looked from.

const day = 86_400_000;

/** When one last looked, by recording and by publication. */
export interface LastLook {
  recorded?: string;
  published?: string;
}

export function readLook(text: string | null): LastLook {
  try {
    const found: unknown = JSON.parse(text ?? "{}");
    if (typeof found !== "object" || found === null) return {};
    const time = (value: unknown) => (typeof value === "string" && !Number.isNaN(Date.parse(value)) ? value : undefined);
    const { recorded, published } = found as Record<string, unknown>;
    const [a, b] = [time(recorded), time(published)];
    return { ...(a ? { recorded: a } : {}), ...(b ? { published: b } : {}) };
  } catch {
    return {};
  }
}

/** An instant without what no clock here tells. */
export function instant(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The last instant of a day, an instant as it is. */
export function moment(text: string): number {
  return Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : text);
}

/** A day before a time. */
export function dayBefore(text: string): string {
  return instant(moment(text) - day);
}

/** What is asked for: the time in the address, else the last look, else a day before. */
export function since(asked: string | undefined, look: string | undefined, now: string): string {
  return asked || look || dayBefore(now);
}

/** The first and last day of a time, as monitors are asked about. */
export function span(from: string, to: string): [string, string] {
  const first = new Date(Date.parse(from)).toISOString().slice(0, 10);
  const last = new Date(moment(to)).toISOString().slice(0, 10);
  return first <= last ? [first, last] : [last, first];
}
