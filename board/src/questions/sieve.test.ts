import { expect, test } from "vitest";
import { holds, through, withoutEach } from "./sieve";

const all = [1, 2, 3, 4, 5, 6];
const even = (one: number) => one % 2 === 0;
const large = (one: number) => one > 4;

test("filters hold together", () => {
  expect(through(all, { even, large })).toEqual([6]);
  expect(through(all, { even, large: null })).toEqual([2, 4, 6]);
});

test("each filter tells what there would be without it", () => {
  expect(withoutEach(all, { even, large, none: null })).toEqual([
    { name: "even", left: 2 },
    { name: "large", left: 3 },
  ]);
});

test("all words are looked for, in any text and case", () => {
  expect(holds("SHELL kindergarten", ["A shell hit", null, "the Kindergarten"])).toBe(true);
  expect(holds("shell school", ["A shell hit"])).toBe(false);
});
