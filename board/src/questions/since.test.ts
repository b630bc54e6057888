import { expect, test } from "vitest";
import { dayBefore, readLook, since, span } from "./since";

test("what is asked goes before the last look, and that before a day", () => {
  const now = "2022-02-19T07:00:00+02:00";
  expect(since("2022-02-18", "2022-02-17T00:00:00Z", now)).toBe("2022-02-18");
  expect(since(undefined, "2022-02-17T00:00:00Z", now)).toBe("2022-02-17T00:00:00Z");
  expect(since("", undefined, now)).toBe("2022-02-18T05:00:00Z");
});

test("a day before the end of a day is that of the day before", () => {
  expect(dayBefore("2022-02-20")).toBe("2022-02-19T23:59:59Z");
});

test("a last look that is none is forgotten", () => {
  expect(readLook(null)).toEqual({});
  expect(readLook("not json")).toEqual({});
  expect(readLook('{"recorded":7,"published":"yesterday"}')).toEqual({});
  expect(readLook('{"published":"2022-02-18T05:00:00Z"}')).toEqual({ published: "2022-02-18T05:00:00Z" });
});

test("days are in order", () => {
  expect(span("2022-02-18T05:00:00Z", "2022-02-20")).toEqual(["2022-02-18", "2022-02-20"]);
  expect(span("2022-02-20T05:00:00Z", "2022-02-18")).toEqual(["2022-02-18", "2022-02-20"]);
});
