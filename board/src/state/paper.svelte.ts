// Whether what is shown goes onto paper, where nothing scrolls and nothing is left out because it is out of sight.
import { flushSync } from "svelte";

class Paper {
  on = $state(false);

  constructor() {
    // Drawn before the browser takes its picture of the page.
    const turn = (to: boolean) => flushSync(() => (this.on = to));
    addEventListener("beforeprint", () => turn(true));
    addEventListener("afterprint", () => turn(false));
    matchMedia("print").addEventListener("change", (event) => turn(event.matches));
  }
}

export const paper = new Paper();
/** So many entries of a list go onto paper; of more, it is said how many they are. */
export const mostOnPaper = 500;
