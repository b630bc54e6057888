import { describe, expect, it } from "vitest";
import { around, pieces, Points } from "./points";

describe("text in code points", () => {
  const texts = ["plain", "Обстріл 💥 тривав", "💥💥", "", "e\u0301a"];

  it("cuts where the ledger means", () => {
    const points = new Points("a💥b");
    expect(points.length).toBe(3);
    expect(points.slice(1, 2)).toBe("💥");
    expect(points.slice(2, 3)).toBe("b");
    expect(points.slice(0, 99)).toBe("a💥b");
  });

  it("goes there and back", () => {
    for (const text of texts) {
      const points = new Points(text);
      expect(points.length).toBe([...text].length);
      for (let at = 0; at <= points.length; at += 1) expect(points.point(points.unit(at))).toBe(at);
    }
  });

  it("cuts pieces that are the text again", () => {
    for (const text of texts) {
      const points = new Points(text);
      const spans = [
        { start: 0, end: 2 },
        { start: 1, end: 4 },
        { start: 3, end: 3 },
      ];
      const cut = pieces(points, 0, points.length, spans);
      expect(cut.map((piece) => piece.text).join("")).toBe(text);
      for (const piece of cut) for (const span of piece.over) expect(span.start <= piece.start && piece.end <= span.end).toBe(true);
    }
  });

  it("shows whole sentences around words", () => {
    const points = new Points("One. Two words. Three.");
    const sentences = [
      { start: 0, end: 4 },
      { start: 5, end: 15 },
      { start: 16, end: 22 },
    ];
    expect(around(points, sentences, [{ start: 9, end: 14 }])).toEqual({ start: 5, end: 15 });
    expect(around(points, [], [{ start: 9, end: 14 }])).toEqual({ start: 0, end: 22 });
  });
});
