import { beforeAll, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import type { Ask, Listed } from "../api/questions";
import { allWords } from "../words/index.svelte";
import { inWords } from "./asks";

const id = "110a64".padEnd(64, "0");
const listed = (documents: string[], of: Record<string, unknown>) => inWords({ record: 7, documents, ...of } as unknown as Listed);
const edit = (field: string, value: unknown) => listed(["14"], { change: "edit", document: id, target: "e5", field, value });

beforeAll(() => allWords());

test("reports are named as the input calls them", () => {
  expect(listed(["14", "15"], { change: "merge", one: [id, "e5"], other: [id, "e1"] })).toBe("14#e5 and 15#e1 are of one occurrence");
  expect(listed(["14"], { change: "link_row", coder: "ACLED", row: "7", mention: [id, "e5"] })).toBe("row 7 of ACLED is an account of 14#e5");
  expect(inWords({ change: "unlink_row", coder: "ACLED", row: "7", incident: "i1" })).toBe("row 7 of ACLED is no account of i1");
  expect(inWords({ change: "split", one: "14#e5", other: "15#e1" })).toBe("14#e5 and 15#e1 are of two occurrences");
});

test("fields and their values are told in words", () => {
  expect(edit("place", null)).toBe("“Place” of e5 is nothing");
  expect(edit("quantities", [])).toBe("“Counts” of e5 is nothing");
  expect(edit("polarity", "negative")).toBe("“Polarity” of e5 is said not to be so");
  expect(edit("type", "ASSAULT")).toBe("“Type” of e5 is assault");
  expect(edit("modes", ["aerial", "drone"])).toBe("“Mode” of e5 is from the air and drone");
  expect(edit("speaker", { actor: "a2", span: null, resolution: "explicit", anonymous: false })).toBe("“Speaker” of e5 is a2");
  expect(edit("content", [{ start: 0, end: 4, exact: "It is" }])).toBe("“Words” of e5 is It is");
  expect(edit("time", { start: "2022-02-17", end: "2022-02-17" })).toBe("“Time” of e5 is Feb 17, 2022");
  expect(edit("retracted", true)).toBe("“Taken back” of e5 is Yes");
});

test("what is asked for as JSON in text is told like what was recorded", () => {
  const asked = (value: string): Ask => ({ change: "edit", document: "14", target: "s1", field: "speech_act", value });
  expect(inWords(asked('"deny"'))).toBe("“Speech act” of s1 is denies");
  expect(inWords(asked("deny"))).toBe("“Speech act” of s1 is denies");
  expect(inWords(asked("null"))).toBe("“Speech act” of s1 is nothing");
});

test("every field that can be changed has a name", () => {
  const { schemas } = (JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url), "utf8")) as { components: { schemas: Record<string, { properties?: object }> } }).components;
  for (const name of ["Statement", "Event"])
    for (const field of Object.keys(schemas[name]?.properties ?? {}).filter((one) => !["id", "order", "why"].includes(one)))
      expect(edit(field, "x"), field).toMatch(/^“[A-Z]/);
});
