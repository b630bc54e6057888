// Long lists that the server looks through: the filters that are set, how many are shown, and what each filter alone keeps out.
import { count } from "../api/client";
import { ledger } from "../state/ledger.svelte";

export interface Left {
  name: string;
  left: number;
}

/** How many a list would have without each filter that is set, asked where the filters let nothing through. */
export class Without {
  left = $state.raw<readonly Left[]>([]);

  /** `of` gives the address of the list without each filter, by the filter's name; none while the list has something. */
  constructor(of: () => Readonly<Record<string, string>> | null) {
    $effect(() => {
      const urls = of();
      void ledger.shown;
      this.left = [];
      if (!urls) return;
      const stop = new AbortController();
      const each = Object.entries(urls).map(async ([name, url]) => ({ name, left: await count(url, stop.signal) }));
      // What cannot be counted is not offered: the filters can be taken off without it.
      void Promise.allSettled(each).then((all) => {
        if (!stop.signal.aborted) this.left = all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      });
      return () => stop.abort();
    });
  }
}

/** How many of a list are shown: some at first, more where one asks, and some again where something else is asked for. */
export class Many {
  #grown = $state.raw<{ of: string; many: number } | null>(null);

  constructor(
    private readonly of: () => string,
    private readonly atOnce: number,
  ) {}

  get now(): number {
    return this.#grown?.of === this.of() ? this.#grown.many : this.atOnce;
  }

  more() {
    this.#grown = { of: this.of(), many: this.now + this.atOnce };
  }

  atLeast(many: number) {
    if (many > this.now) this.#grown = { of: this.of(), many };
  }
}

/** The filters that are set in an address, those of their values alone that can be asked for. */
export function filtersOf(query: Readonly<Record<string, string | undefined>>, known: Readonly<Record<string, readonly string[] | null>>): Record<string, string> {
  const set = Object.entries(known).flatMap(([name, values]) => {
    const value = query[name];
    return value && (!values || values.includes(value)) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(set);
}
