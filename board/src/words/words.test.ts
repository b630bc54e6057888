import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { types } from "../text/mend";
import first from "./en.json";
import rest from "./en.rest.json";
import { filled } from "./index.svelte";
import ru from "./ru.json";
import uk from "./uk.json";

const en = { ...first, ...rest };
type Phrase = string | Record<string, string>;
const forms = (phrase: Phrase) => (typeof phrase === "string" ? { other: phrase } : phrase);
const values = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const catalogs: [string, Record<string, Phrase>][] = [
  ["en", en],
  ["uk", uk],
  ["ru", ru],
];

describe.each(catalogs)("the words in %s", (language, catalog) => {
  it("are those of English", () => {
    expect(Object.keys(catalog).sort()).toEqual(Object.keys(en).sort());
  });

  it("have every form that numbers ask for, with the same values", () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, phrase] of Object.entries(catalog)) {
      const wanted = (en as Record<string, Phrase>)[key];
      expect(typeof phrase, key).toBe(typeof wanted);
      if (typeof phrase !== "string") expect(new Set(Object.keys(phrase)), key).toEqual(new Set(categories));
      for (const text of Object.values(forms(phrase))) {
        expect(text.trim(), key).not.toBe("");
        expect(values(text), key).toEqual(values(Object.values(forms(wanted!))[0]!));
      }
    }
  });
});

describe("closed lists of the API", () => {
  const { schemas } = (JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url), "utf8")) as { components: { schemas: Record<string, { enum?: string[]; oneOf?: { const?: string }[] }> } }).components;
  it.each([
    ["act", "SpeechAct"],
    ["class", "Class"],
    ["family", "Family"],
    ["roll_up", "RollUp"],
    ["occurrence", "Occurrence"],
    ["responsibility", "Responsibility"],
    ["stance", "Facet"],
    ["level", "Level"],
    ["reviewed", "Reviewed"],
    ["detail", "DetailStatus"],
    ["by", "JoinedBy"],
    ["role", "AccountRole"],
    ["rows.state", "RowLinkState"],
    ["rows.reach", "Reach"],
  ])("have a word for each %s", (kind, name) => {
    const values = schemas[name]?.enum ?? schemas[name]?.oneOf?.map((one) => one.const) ?? [];
    expect(values.length).toBeGreaterThan(1);
    for (const value of values) expect(Object.keys(en)).toContain(`${kind}.${value}`);
  });
});

describe("types of events", () => {
  it("and their modes have a word each", () => {
    for (const [type, modes] of Object.entries(types)) for (const key of [`plover.${type}`, ...modes.map((mode) => `mode.${mode}`)]) expect(Object.keys(en)).toContain(key);
  });
});

describe("languages of the conflict", () => {
  it("never stand in for each other", () => {
    for (const [key, phrase] of Object.entries(uk as Record<string, Phrase>)) {
      for (const text of Object.values(forms(phrase))) expect(text, key).not.toMatch(/[ыэъё]/);
    }
    for (const [key, phrase] of Object.entries(ru as Record<string, Phrase>)) {
      for (const text of Object.values(forms(phrase))) expect(text, key).not.toMatch(/[іїєґ]/);
    }
  });
});

describe("a phrase", () => {
  it("takes values and numbers by the rules of the language", () => {
    const reports = { one: "{n} отчёт", few: "{n} отчёта", many: "{n} отчётов", other: "{n} отчёта" };
    expect([1, 3, 5, 21].map((n) => filled(reports, { n }, "ru"))).toEqual(["1 отчёт", "3 отчёта", "5 отчётов", "21 отчёт"]);
    expect(filled("{a} and {b}", { a: "x" }, "en")).toBe("x and {b}");
    expect(filled("{n}", { n: 12_345 }, "en")).toBe("12,345");
  });
});
