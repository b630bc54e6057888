// What is told of a detail of an incident, in the language of whoever looks at it.
import { t, word } from "./index.svelte";

/** A figure with its bounds, or the word for a weapon; none for what has no words but those that were said. */
export function valued(slot: string, value: string): string | null {
  if (slot === "weapon") return word("value", value);
  const [, bound, least, most] = /^(at least |at most )?(\d+(?:\.\d+)?)(?: to (\d+(?:\.\d+)?))?$/.exec(value) ?? [];
  if (!least || (bound && most)) return null;
  if (most) return t("figure.range", { least, most });
  if (bound === "at least ") return t("figure.at_least", { least });
  return bound ? t("figure.at_most", { most: least }) : least;
}
