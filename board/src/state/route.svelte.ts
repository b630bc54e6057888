// Where one is: the address holds all of it, so that a link shows to others what one sees.

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
  "brief",
  "pack",
  "add",
] as const;

/** A screen of the board; incidents and reports have one for the list and one for each of its members. */
export type Screen = (typeof screens)[number];

export interface Address {
  screen: Screen;
  /** The incident or report that is open. */
  id: string | null;
  query: Record<string, string>;
}

/** What goes along from screen to screen: as of when one asks, and in which language one is spoken to. */
const kept = ["as_of", "as_published", "ui"] as const;
const base = "/board";

export function parse(path: string, search: string): Address {
  const [name = "", id] = path.replace(/^\/board\/?/, "").split("/");
  const screen = (screens as readonly string[]).includes(name) ? (name as Screen) : "incidents";
  return { screen, id: decoded(id), query: Object.fromEntries(new URLSearchParams(search)) };
}

function decoded(id: string | undefined): string | null {
  if (!id) return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

export function written({ screen, id, query }: Address): string {
  const path = screen === "incidents" && !id ? base : `${base}/${screen}${id ? `/${encodeURIComponent(id)}` : ""}`;
  const said = Object.entries(query).filter(([, value]) => value !== "");
  const text = new URLSearchParams(said).toString();
  return text ? `${path}?${text}` : path;
}

class Route {
  #at = $state.raw(parse(location.pathname, location.search));

  constructor() {
    addEventListener("popstate", () => {
      this.#at = parse(location.pathname, location.search);
    });
  }

  get screen() {
    return this.#at.screen;
  }
  get id() {
    return this.#at.id;
  }
  get query() {
    return this.#at.query;
  }
  /** The language that one is spoken to in. */
  get language() {
    return this.#at.query["ui"] ?? "en";
  }
  /** The time that one asks about, as parameters of a question; empty for now. */
  get when(): Record<string, string> {
    return pick(this.#at.query, ["as_of", "as_published"]);
  }
  /** Whether one looks back. */
  get isThen() {
    return Object.keys(this.when).length > 0;
  }

  /** The address of another screen, at the same time and in the same language. */
  to(screen: Screen, id: string | null = null, query: Record<string, string> = {}): string {
    return written({ screen, id, query: { ...pick(this.#at.query, kept), ...query } });
  }

  /** Changes what is asked here. What is changed to `null` is asked no more. */
  ask(changes: Record<string, string | null>, keep: "push" | "replace" = "replace") {
    const query = { ...this.#at.query };
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === "") delete query[name];
      else query[name] = value;
    }
    this.go(written({ ...this.#at, query }), keep);
  }

  go(address: string, keep: "push" | "replace" = "push") {
    const url = new URL(address, location.origin);
    if (url.pathname + url.search === location.pathname + location.search) return;
    history[keep === "push" ? "pushState" : "replaceState"](null, "", url);
    const moved = url.pathname !== undefined && keep === "push";
    this.#at = parse(url.pathname, url.search);
    if (moved && !url.hash) scrollTo(0, 0);
  }
}

function pick(query: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
}

export const route = new Route();

/** Follows links of the board without loading it again. Links with a modifier, a target or another place go as always. */
export function followed(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname !== base && !link.pathname.startsWith(`${base}/`)) return;
  event.preventDefault();
  route.go(link.href);
}
