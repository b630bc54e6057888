import { beforeAll, expect, test } from "vitest";
import { allWords } from "./index.svelte";
import { valued } from "./valued";

beforeAll(() => allWords());

test("every form of a figure is told in words", () => {
  for (const said of ["3", "0.5", "at least 47", "at most 5", "2 to 4"]) expect(valued("killed", said)).toBe(said);
});

test("what has no words but those that were said is left to them", () => {
  for (const said of ["dozens", "at least dozens", "at least 2 to 4", ""]) expect(valued("killed", said)).toBeNull();
});

test("weapons are told in words where there are some", () => {
  expect(valued("weapon", "anti_tank")).toBe("anti-tank weapon");
  expect(valued("weapon", "slingshot")).toBeNull();
});
