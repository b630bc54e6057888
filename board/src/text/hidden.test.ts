import { expect, test } from "vitest";
import { cut, hiddenIn, isolated, visible } from "./hidden";
import { Points } from "./points";

test("what steers the display is told by its code, as on pages without script", () => {
  expect(visible("a\u202eb\u200b\u0007\n")).toBe("a⟦U+202E⟧b⟦U+200B⟧⟦U+0007⟧\n");
  expect(visible("tag \u{e0041}, filler \u3164, mark \ufeff")).toBe("tag ⟦U+E0041⟧, filler ⟦U+3164⟧, mark ⟦U+FEFF⟧");
  expect(visible("Обстріл — “так”, עברית")).toBe("Обстріл — “так”, עברית");
});

test("cut for the page, the letters themselves stay", () => {
  expect(cut("a\u202eb")).toEqual([{ text: "a", code: null }, { text: "\u202e", code: "U+202E" }, { text: "b", code: null }]);
  expect(cut("plain")).toEqual([{ text: "plain", code: null }]);
  expect(cut("")).toEqual([]);
});

test("their places are told in code points", () => {
  expect(hiddenIn(new Points("💥\u202e-\u{e0041}"))).toEqual([
    { start: 1, end: 2, code: "U+202E" },
    { start: 3, end: 4, code: "U+E0041" },
  ]);
});

test("within a phrase, what runs from right to left stays by itself", () => {
  expect(isolated("plain \u202e")).toBe("plain ⟦U+202E⟧");
  expect(isolated("שלום \u2069x")).toBe("\u2068שלום ⟦U+2069⟧x\u2069");
});
