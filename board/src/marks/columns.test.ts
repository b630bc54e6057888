import { describe, expect, it } from "vitest";
import { columns, dayNumber, dayText, noDay, perDay, readFrame, through, withoutEach, writtenFrame, type Marks } from "./columns";

const marks: Marks = {
  ids: ["a", "b", "c", "d"],
  labels: ["violence, Zolote", "violence", "claim", "plan, Minsk"],
  places: ["Zolote", "eastern Ukraine", null, "Minsk"],
  written: [{ words: "Золотое", lang: "ru" }, null, null, null],
  lat: [48.7, null, null, 53.9],
  lon: [38.5, null, null, 27.6],
  areas: [[], ["geonames:709716"], [], []],
  from: ["2022-02-17", "2022-02-16", null, "2022-02-15"],
  to: ["2022-02-17", "2022-02-18", null, "2022-02-15"],
  families: ["violence", "violence", "claim", "plan"],
  roll_up: ["contested", "one_sided", "unknown", "contested"],
  occurrence: ["one_sided", "one_sided", "unknown", "denied_happened"],
  responsibility: ["contested_mutual", "unattributed", "unattributed", "unattributed"],
  sides: [["A"], ["B"], [], ["A"]],
  denied_by: [["B"], [], [], []],
  accused: [["B"], [], [], []],
  reports: [1, 2, 1, 1],
  origins: [
    [1, 1],
    [1, 2],
    [0, 0],
    [1, 1],
  ],
};

describe("columns", () => {
  const all = columns(marks);

  it("lets through what all parts of a question let through", () => {
    expect(through(all, {})).toEqual([0, 1, 2, 3]);
    expect(through(all, { side: "B" })).toEqual([0, 1]);
    expect(through(all, { since: dayNumber("2022-02-18") })).toEqual([1]);
    expect(through(all, { until: dayNumber("2022-02-15") })).toEqual([3]);
    expect(through(all, { frame: [37, 47, 40, 50] })).toEqual([0]);
    expect(through(all, { frame: [170, -90, 30, 90] })).toEqual([3]);
    expect(through(all, { area: "ukraine" })).toEqual([1]);
    expect(through(all, { area: "золот" })).toEqual([0]);
    expect(through(all, { said: new Set(["c"]) })).toEqual([2]);
    expect(through(all, { status: "denied_happened" })).toEqual([3]);
  });

  it("tells which part leaves all out", () => {
    const asked = { side: "B", status: "unknown" };
    expect(through(all, asked)).toEqual([]);
    expect(withoutEach(all, asked)).toEqual([
      ["status", 2],
      ["side", 1],
    ]);
  });

  it("counts each day, ranges apart", () => {
    const days = perDay(all, [0, 1, 2, 3]);
    expect(days && dayText(days.first)).toBe("2022-02-15");
    expect(Array.from(days?.told ?? [])).toEqual([1, 0, 1, 0]);
    expect(Array.from(days?.ranged ?? [])).toEqual([0, 1, 1, 1]);
    expect(perDay(all, [2])).toBeNull();
  });

  it("reads days and frames", () => {
    expect(dayText(dayNumber("2022-02-17T09:00:00Z"))).toBe("2022-02-17");
    expect(dayNumber(null)).toBe(noDay);
    expect(dayNumber("soon")).toBe(noDay);
    expect(readFrame(writtenFrame([37.5, 47, 40.5, 50]))).toEqual([37.5, 47, 40.5, 50]);
    expect(readFrame("1,2,x,4")).toBeNull();
    expect(readFrame(undefined)).toBeNull();
  });

  it("brushes twenty thousand at once", () => {
    const many = 20_000;
    const grown = Object.fromEntries(
      Object.entries(marks).map(([name, column]) => [name, Array.from({ length: many }, (_, at) => (column as unknown[])[at % 4])]),
    ) as unknown as Marks;
    const big = columns(grown);
    const started = performance.now();
    for (let turn = 0; turn < 10; turn += 1) through(big, { since: dayNumber("2022-02-16"), side: "A", area: "zolote" });
    expect((performance.now() - started) / 10).toBeLessThan(1000);
  });
});
