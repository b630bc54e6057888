import { expect, test } from "vitest";
import type { LabelDay, Told } from "../api/questions";
import { allDays, highest, rows } from "./daily";

const day = (day: string, side: string | null, stance: LabelDay["stance"], reports: number): LabelDay => ({ day, side, stance, reports, origins: 1 });
const told = (daily: LabelDay[]) => ({ daily }) as Told;
const labels = [
  told([day("2022-02-17", "RU", "uses", 2), day("2022-02-15", "RU", "uses", 1), day("2022-02-17", "RU", "rejects", 1)]),
  told([day("2022-02-16", "UA", "uses", 1)]),
];

test("days between the first and the last are all there", () => {
  expect(allDays(labels)).toEqual(["2022-02-15", "2022-02-16", "2022-02-17"]);
  expect(allDays(labels, 2)).toEqual(["2022-02-15", "2022-02-16", "2022-02-17"]);
  expect(allDays([])).toEqual([]);
});

test("bars stand by side and in the order of days", () => {
  expect(rows(labels[0]?.daily ?? []).map((row) => [row.side, row.bars.map((bar) => bar.day)])).toEqual([
    ["RU", ["2022-02-15", "2022-02-17", "2022-02-17"]],
  ]);
});

test("one scale for all", () => {
  expect(highest(labels, "reports")).toBe(3);
  expect(highest(labels, "origins")).toBe(2);
  expect(highest([], "reports")).toBe(1);
});
