// j and k step through what a screen lists, Enter opens what one stands at.
import { keys } from "../state/keys.svelte";
import { shown, step } from "./walk";

/** Takes the keys for all `[data-row]` under an element, until what it gives back is called. */
export function walk(box: () => HTMLElement | undefined): () => void {
  const rows = () => [...(box()?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const here = () => document.activeElement?.closest<HTMLElement>("[data-row]") ?? null;

  function go(by: number) {
    const all = rows();
    const next = all[step(here() ? all.indexOf(here() as HTMLElement) : -1, by, all.length)];
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function open(event: KeyboardEvent) {
    const at = event.target instanceof Element ? event.target.closest<HTMLElement>("a, button, summary, input") : null;
    if (at) at.click();
    else shown(here())?.click();
  }

  return keys.take([
    { keys: "j", says: "keys.next", run: () => go(1) },
    { keys: "k", says: "keys.previous", run: () => go(-1) },
    { keys: "Enter", says: "keys.open", run: open },
  ]);
}
