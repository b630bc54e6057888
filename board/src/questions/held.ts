// A decision that is held back for a while, so that it can be undone before it is sent.

export interface Held<T> {
  what: T;
  /** When it is sent. */
  at: number;
}

/** Holds one thing at a time: the one before is sent when the next comes. */
export class Holding<T> {
  #held: Held<T> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly send: (what: T) => void,
    private readonly told: (held: Held<T> | null) => void,
    private readonly wait = 10_000,
  ) {}

  hold(what: T) {
    this.now();
    this.#held = { what, at: Date.now() + this.wait };
    this.#timer = setTimeout(() => this.now(), this.wait);
    this.told(this.#held);
  }

  /** Sends what is held. */
  now() {
    const held = this.#take();
    if (held) this.send(held.what);
  }

  /** Takes back what is held: it is never sent. */
  undo(): T | null {
    return this.#take()?.what ?? null;
  }

  #take(): Held<T> | null {
    const held = this.#held;
    if (this.#timer) clearTimeout(this.#timer);
    this.#held = null;
    this.#timer = null;
    if (held) this.told(null);
    return held;
  }
}
