// What one chose once and finds again: kept in the browser, as it changes how things look and not what is shown.

export type Theme = "system" | "light" | "dark";

interface Chosen {
  theme: Theme;
  zone: string;
  /** Whether single keys do something (WCAG 2.1.4: they can be turned off). */
  keys: boolean;
}

const name = "fogline.settings";
const first: Chosen = { theme: "system", zone: "UTC", keys: true };

function found(): Chosen {
  try {
    return { ...first, ...(JSON.parse(localStorage.getItem(name) ?? "{}") as Partial<Chosen>) };
  } catch {
    return first;
  }
}

class Settings {
  #chosen = $state(found());

  get theme() {
    return this.#chosen.theme;
  }
  get zone() {
    return this.#chosen.zone;
  }
  get keys() {
    return this.#chosen.keys;
  }

  choose(changes: Partial<Chosen>) {
    this.#chosen = { ...this.#chosen, ...changes };
    try {
      localStorage.setItem(name, JSON.stringify(this.#chosen));
    } catch {
      // A browser that keeps nothing forgets it when it is closed.
    }
  }
}

export const settings = new Settings();
/** Zones that times are shown in: what reports are compared by, and where packs say people are. */
export const zones = ["UTC", "Europe/Kyiv"];
