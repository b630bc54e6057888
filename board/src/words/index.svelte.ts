// What the board says, in the language of whoever looks at it. What reports say is never put into other words.
import { isolated, visible } from "../text/hidden";
import en from "./en.json";
import type rest from "./en.rest.json";

/** A word, or one for each number by the plural rules of the language. */
type Phrase = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Key = keyof typeof en | keyof typeof rest;
type Catalog = Record<string, Phrase>;

export const languages = { en: "English", uk: "Українська", ru: "Русский" } as const;
export type Language = keyof typeof languages;

const loaders: Record<Exclude<Language, "en">, () => Promise<{ default: unknown }>> = {
  uk: () => import("./uk.json"),
  ru: () => import("./ru.json"),
};

// What only further screens say comes behind what is shown first.
let english = $state.raw<Catalog>(en);
const whole = import("./en.rest.json").then((more) => {
  english = { ...en, ...more.default };
});
let catalog = $state.raw<Catalog | null>(null);
let language = $state<Language>("en");

export function isLanguage(text: string): text is Language {
  return text in languages;
}

/** Speaks a language from now on; one that is not known is English. */
export async function speak(asked: string) {
  const wanted = isLanguage(asked) ? asked : "en";
  catalog = wanted === "en" ? null : ((await loaders[wanted]()).default as Catalog);
  language = wanted;
  document.documentElement.lang = wanted;
}

/** Waits for the words of all screens. */
export function allWords(): Promise<void> {
  return whole;
}

export function spoken(): Language {
  return language;
}

/** Puts values in the place of `{name}`; `{n}` is written as a number of the language. */
export function filled(phrase: Phrase, values: Record<string, string | number>, language: string): string {
  const { n } = values;
  const form =
    typeof phrase === "string"
      ? phrase
      : (phrase[typeof n === "number" ? new Intl.PluralRules(language).select(n) : "other"] ?? phrase.other ?? "");
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? value.toLocaleString(language) : isolated(value);
  });
}

/** A phrase of the board. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return filled(catalog?.[key] ?? english[key] ?? key, values, language);
}

/** The word for a value of the ledger, as `one_sided`; none where the board knows no word. */
export function word(kind: string, value: string): string | null {
  const key = `${kind}.${value}`;
  const phrase = catalog?.[key] ?? english[key];
  return phrase === undefined ? null : filled(phrase, {}, language);
}

/** The same, and the value itself where the board knows no word. */
export function term(kind: string, value: string | null | undefined): string {
  return value ? (word(kind, value) ?? visible(value).replaceAll("_", " ")) : "";
}

/** A list in words. */
export function listed(items: readonly string[]): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(items.map(isolated));
}

/** A day or instant as the language writes it, to the minute or the second; what has no clock is given none. */
export function day(text: string | null | undefined, zone: string, seconds = false): string {
  if (!text) return "";
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const at = new Date(isDay ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(at.getTime())) return text;
  if (isDay) return at.toLocaleDateString(language, { dateStyle: "medium", timeZone: "UTC" });
  return `${at.toLocaleString(language, { dateStyle: "medium", timeStyle: seconds ? "medium" : "short", timeZone: zone })} ${zone === "UTC" ? "UTC" : zone.split("/").at(-1)}`;
}

/** First and last day as one. */
export function days(from: string | null | undefined, to: string | null | undefined, zone: string): string {
  if (!from && !to) return t("time.unknown");
  if (!to || from === to) return from ? day(from, zone) : `… – ${day(to, zone)}`;
  if (!from) return `… – ${day(to, zone)}`;
  return `${day(from, zone)} – ${day(to, zone)}`;
}
