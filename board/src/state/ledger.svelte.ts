// What the ledger is, and whether it has grown since it was asked.

class LedgerState {
  /** The revision that screens show; they ask anew when it changes. */
  shown = $state<string | null>(null);
  /** The newest revision that was told of. */
  newest = $state<string | null>(null);
  /** Whether news of it come. */
  listening = $state(false);

  get hasGrown() {
    return this.newest !== null && this.shown !== null && this.newest !== this.shown;
  }

  show() {
    this.shown = this.newest;
  }

  /** Takes a change of one's own at once. */
  wrote() {
    this.#own = true;
  }
  #own = false;

  /** Listens until what it gives back is called. */
  listen(): () => void {
    const source = new EventSource("/api/v1/grown");
    source.onopen = () => (this.listening = true);
    source.onerror = () => (this.listening = false);
    source.addEventListener("grown", (event: MessageEvent<string>) => {
      this.newest = event.data;
      if (this.shown === null || this.#own) this.shown = event.data;
      this.#own = false;
    });
    return () => source.close();
  }
}

export const ledger = new LedgerState();
