import { expect, test } from "vitest";
import type { Listed } from "../api/questions";
import { replacing, way } from "./replacing";

const listed = (of: Record<string, unknown>) => ({ record: 7, ...of }) as unknown as Listed;

test("a value, a name and what was found are replaced by another", () => {
  const edit = listed({ change: "edit", document: "abc", target: "s1", field: "side", value: "UA" });
  expect(way(edit)).toEqual({ by: "text", is: "UA" });
  expect(replacing(edit, "RU")).toEqual({ change: "edit", document: "abc", target: "s1", field: "side", value: "RU", instead_of: 7 });
  const named = listed({ change: "relabel", mention: ["abc", "e1"], label: "old" });
  expect(replacing(named, "new")).toEqual({ change: "relabel", incident: "abc#e1", label: "new", instead_of: 7 });
  const sought = listed({ change: "answer_sought", mention: ["abc", "e1"], side: "RU", found: "none" });
  expect(replacing(sought, "one")).toEqual({ change: "answer_sought", incident: "abc#e1", side: "RU", found: "one", instead_of: 7 });
});

test("joining is replaced by setting apart, and the other way", () => {
  const merge = listed({ change: "merge", one: ["a", "e1"], other: ["b", "e2"] });
  expect(replacing(merge, "")).toEqual({ change: "split", one: "a#e1", other: "b#e2", instead_of: 7 });
  expect(replacing(listed({ change: "split", one: ["a", "e1"], other: ["b", "e2"] }), "")?.change).toBe("merge");
});

test("what is added to a report is replaced there", () => {
  expect(way(listed({ change: "add_statement" }))).toEqual({ by: "report" });
  expect(replacing(listed({ change: "redact", document: "a" }), "")).toBeNull();
});
