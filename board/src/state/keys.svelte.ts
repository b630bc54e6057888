// Single keys. Whoever is on screen says which it takes; they are off while one types, and can be turned off.
import { untrack } from "svelte";
import type { Key } from "../words/index.svelte";
import { settings } from "./settings.svelte";

export interface Binding {
  /** A key as the browser names it, or two in a row as `g i`. */
  keys: string;
  /** What it does, for the help. */
  says: Key;
  run: (event: KeyboardEvent) => void;
}

class Keys {
  #bound = $state.raw<readonly Binding[]>([]);
  #before: string | null = null;

  get bound() {
    return this.#bound;
  }

  /** Takes keys until what it gives back is called. */
  take(bindings: readonly Binding[]): () => void {
    // Whoever takes keys in an effect takes them once, and not again whenever others do.
    untrack(() => (this.#bound = [...this.#bound, ...bindings]));
    return () => {
      untrack(() => (this.#bound = this.#bound.filter((one) => !bindings.includes(one))));
    };
  }

  press(event: KeyboardEvent) {
    if (!settings.keys || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const pair = this.#before === null ? null : `${this.#before} ${event.key}`;
    const last = (keys: string) => this.#bound.findLast((one) => one.keys === keys);
    const found = (pair && last(pair)) ?? last(event.key);
    this.#before = found ? null : event.key;
    if (found) {
      event.preventDefault();
      found.run(event);
    }
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "range", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export const keys = new Keys();
