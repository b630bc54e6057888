import { describe, expect, it } from "vitest";
import { places, pointed, pointIn, readAt, trimmed, writtenAt } from "./choice";
import { Points } from "./points";

const text = "💥 Вибух 💥 and the blast 💥";
const points = new Points(text);

describe("chosen words", () => {
  it("are counted in code points, wherever the page cuts the text", () => {
    expect(pointIn(0, text, 0)).toBe(0);
    expect(pointIn(0, text, 3)).toBe(2);
    expect(pointIn(100, "💥💥x", 4)).toBe(102);
  });

  it("have no space at their ends, and are the same in both directions", () => {
    const span = trimmed(points, 1, 8);
    expect(span).toEqual({ start: 2, end: 7 });
    expect(trimmed(points, 8, 1)).toEqual(span);
    expect(trimmed(points, 1, 2)).toBeNull();
    expect(trimmed(points, 4, 4)).toBeNull();
  });

  it("are found where they stand exactly", () => {
    const found = places(points, "💥");
    expect(found).toHaveLength(3);
    for (const one of found) expect(points.slice(one.start, one.end)).toBe("💥");
    expect(places(points, "вибух")).toEqual([]);
    expect(places(points, " ")).toEqual([]);
  });
});

describe("words that an address points to", () => {
  it("are there and back again", () => {
    expect(readAt(writtenAt({ start: 2, end: 7 }))).toEqual({ start: 2, end: 7 });
    for (const wrong of ["", "7", "a-b", "-1-3", "1-2-3", "99999999999-1"]) expect(readAt(wrong)).toBeNull();
  });

  it("are orphaned where others stand there, or none", () => {
    expect(pointed(points, undefined, undefined)).toBe("none");
    expect(pointed(points, "2-7", undefined)).toEqual({ start: 2, end: 7 });
    expect(pointed(points, "2-7", "Вибух")).toEqual({ start: 2, end: 7 });
    expect(pointed(points, "3-8", "Вибух")).toBe("orphaned");
    expect(pointed(points, "2-999", undefined)).toBe("orphaned");
    expect(pointed(points, "7-2", undefined)).toBe("orphaned");
    expect(pointed(points, "words", undefined)).toBe("orphaned");
  });
});
