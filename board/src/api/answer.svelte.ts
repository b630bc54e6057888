// An answer that keeps up with its question: asked anew when the address changes or the ledger grows, and kept on screen, marked
// as old, while the next one is on its way or does not come.
import { ledger } from "../state/ledger.svelte";
import { askedAgainAfter, Failed, get, isPassing, type Problem } from "./client";

const kept = new Map<string, unknown>();
const keptAtMost = 40;

function keep(url: string, data: unknown) {
  kept.delete(url);
  kept.set(url, data);
  const oldest = kept.keys().next().value;
  if (kept.size > keptAtMost && oldest !== undefined) kept.delete(oldest);
}

export class Answer<T> {
  data = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Whether an answer is on its way. */
  pending = $state(false);
  /** The question that `data` answers. */
  #of: string | null = null;
  #again = $state(0);

  constructor(url: () => string | null, ask: (url: string, signal: AbortSignal) => Promise<T> = get) {
    $effect(() => {
      const asked = url();
      void ledger.shown;
      void this.#again;
      if (!asked) return;
      const stop = new AbortController();
      const known = kept.get(asked) as T | undefined;
      if (known !== undefined && this.#of !== asked) {
        this.data = known;
        this.#of = asked;
      }
      this.pending = true;
      let later: ReturnType<typeof setTimeout> | undefined;
      ask(asked, stop.signal).then(
        (data) => {
          if (stop.signal.aborted) return;
          keep(asked, data);
          this.data = data;
          this.#of = asked;
          this.problem = null;
          this.pending = false;
        },
        (error: unknown) => {
          if (stop.signal.aborted) return;
          this.problem = error instanceof Failed ? error.problem : { title: "", status: 0, detail: String(error) };
          this.pending = false;
          if (this.repeats) later = setTimeout(() => this.again(), askedAgainAfter);
        },
      );
      return () => {
        stop.abort();
        clearTimeout(later);
      };
    });
  }

  /** Whether it is asked again by itself, as what went wrong is over in a while. */
  get repeats() {
    return this.problem !== null && isPassing(this.problem);
  }

  again() {
    this.#again += 1;
  }
}
