// What an address asks for. Whoever types or cuts one can ask for what there is not: that is left out, and said.

export const screens = [
  "incidents",
  "new",
  "reports",
  "search",
  "responses",
  "commitments",
  "labels",
  "copies",
  "review",
  "coding",
  "rows",
  "brief",
  "pack",
  "add",
] as const;

/** A screen of the board; incidents, reports and coding have one for the list and one for each of its members. */
export type Screen = (typeof screens)[number];

const withMembers: readonly string[] = ["incidents", "reports", "coding"];

/** The screen of a path, with the incident or report that is open; or what the path names that is none. */
export function screenOf(path: string): { screen: Screen; id: string | null; unknown: string | null } {
  const parts = path.replace(/^\/board\/?/, "").replace(/\/$/, "").split("/");
  const [name = "", id = "", ...more] = parts;
  if (!name) return { screen: "incidents", id: null, unknown: null };
  if (!(screens as readonly string[]).includes(name) || more.length > 0 || (id && !withMembers.includes(name)))
    return { screen: "incidents", id: null, unknown: decoded(parts.join("/")) };
  return { screen: name as Screen, id: id ? decoded(id) : null, unknown: null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A day that there is, or an instant with its zone. */
function isTime(text: string): boolean {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/.exec(text) ?? [];
  if (!day) return false;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && (!clock || !Number.isNaN(Date.parse(text)));
}

function isFrame(text: string): boolean {
  const [west, south, east, north, ...more] = text.split(",").map((part) => (part.trim() ? Number(part) : Number.NaN));
  const within = (at: number | undefined, most: number) => at !== undefined && Number.isFinite(at) && Math.abs(at) <= most;
  return more.length === 0 && within(west, 360) && within(east, 360) && within(south, 90) && within(north, 90) && south! < north!;
}

const rules: Readonly<Record<string, (text: string) => boolean>> = {
  as_of: isTime,
  as_published: isTime,
  since: isTime,
  until: isTime,
  from: isTime,
  to: isTime,
  bbox: isFrame,
  cell: (text) => /^\d{1,6}\.(-1|\d)$/.test(text),
  ui: (text) => ["en", "uk", "ru"].includes(text),
};

/** What of a query can be answered, and what cannot be understood. */
export function understood(query: Readonly<Record<string, string>>): { query: Record<string, string>; misread: string[] } {
  const misread: string[] = [];
  const kept = Object.entries(query).filter(([name, value]) => {
    if (!value) return false;
    const isRight = rules[name]?.(value) ?? true;
    if (!isRight) misread.push(`${name}=${value}`);
    return isRight;
  });
  return { query: Object.fromEntries(kept), misread };
}
