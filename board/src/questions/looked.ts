// How much was read, in words: where no answer was found, that is what is said.
import { isPartlyRead } from "../api/heads.svelte";
import type { Looked } from "../api/questions";
import { settings } from "../state/settings.svelte";
import { day, listed, spoken, t } from "../words/index.svelte";

export function inWords(one: Looked): string {
  const all = Object.values(one.reports).reduce((sum, number) => sum + number, 0);
  const languages = listed(
    Object.entries(one.reports).map(([language, n]) =>
      t(isPartlyRead(language) ? "ask.language_partly" : "ask.language", { n, language: nameOf(language) }),
    ),
  );
  const values = { n: all, languages };
  return one.from && one.to
    ? t("ask.read_from", { ...values, from: day(one.from, settings.zone), to: day(one.to, settings.zone) })
    : t("ask.read", values);
}

/** The name of a language; the code where it is none. */
function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames(spoken(), { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}
