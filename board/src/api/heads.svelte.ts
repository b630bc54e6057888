// What reports are called, who printed them, when and in which language: asked once, for all that cite them.
import { ledger } from "../state/ledger.svelte";
import { route } from "../state/route.svelte";
import { address, askedAgainAfter, Failed, get, isPassing, type Schema } from "./client";

export type Head = Schema["Head"];

/** So many pages of a thousand are asked for; what lies behind them stays unnamed. */
const pages = 5;

class Heads {
  #known = $state.raw<ReadonlyMap<string, Head>>(new Map());
  #asked: string | null = null;

  /** A report; nothing until it is known. Asks for all of them the first time. */
  of(reference: string): Head | undefined {
    const of = JSON.stringify([ledger.shown, route.when]);
    if (of !== this.#asked) {
      this.#asked = of;
      queueMicrotask(() => void this.#load(of, route.when));
    }
    return this.#known.get(reference);
  }

  async #load(of: string, when: Record<string, string>) {
    const known = new Map<string, Head>();
    let cursor: string | null | undefined = null;
    try {
      for (let page = 0; page < pages; page += 1) {
        const found: Schema["Heads"] = await get<Schema["Heads"]>(address("reports", { ...when, limit: 1000, cursor }));
        for (const head of found.reports) known.set(head.reference, head);
        cursor = found.next;
        if (!cursor) break;
      }
    } catch (error) {
      // Without it, reports go by their names alone.
      if (error instanceof Failed && isPassing(error.problem)) setTimeout(() => this.#asked === of && void this.#load(of, when), askedAgainAfter);
    }
    if (this.#asked === of) this.#known = known;
  }
}

export const heads = new Heads();

/** Whether a language is read in part only, without a parse of its sentences. */
export function isPartlyRead(lang: string | null | undefined): boolean {
  return Boolean(lang) && lang !== "en";
}
