import { describe, expect, it } from "vitest";
import { asked, askedAs, layers, perPart, runs, stacked, statementAt, type Mark, type Report } from "./layers";
import { Points } from "./points";

const mark = (layer: Mark["layer"], start: number, end: number): Mark => ({ layer, start, end });

describe("layers of a text", () => {
  it("lines that stand over the same words have levels of their own", () => {
    const marks = [mark("claim", 0, 40), mark("speaker", 0, 10), mark("place", 4, 10), mark("time", 20, 25), mark("event", 42, 50)];
    const level = Object.fromEntries(stacked(marks).map((one) => [one.layer, one.level]));
    expect(level).toEqual({ place: 0, speaker: 1, claim: 2, time: 0, event: 0 });
    const all = stacked(marks);
    for (const one of all) for (const other of all) if (one !== other && one.start < other.end && other.start < one.end) expect(one.level).not.toBe(other.level);
  });

  it("is the same however marks come", () => {
    const marks = [mark("claim", 0, 9), mark("cue", 2, 5), mark("event", 3, 5), mark("place", 3, 5)];
    expect(stacked([...marks].reverse())).toEqual(stacked(marks));
  });

  it("are asked for by the numbers of their keys", () => {
    expect([...asked(undefined)]).toEqual(["claim", "cue", "speaker"]);
    expect([...asked("0")]).toEqual([]);
    expect(askedAs(asked(undefined))).toBeNull();
    expect(askedAs(new Set())).toBe("0");
    for (const text of ["1", "246", "123456"]) expect(askedAs(asked(text))).toBe(text);
    expect(asked("123456").size).toBe(layers.length);
  });
});

describe("parts of a text", () => {
  const segments = [
    { kind: "headline", start: 0, end: 5 },
    { kind: "body", start: 6, end: 10 },
    { kind: "appeal", start: 12, end: 14 },
    { kind: "navigation", start: 15, end: 16 },
    { kind: "body", start: 17, end: 20 },
  ];

  const text = "Title\nBo\ny  ad m Body  ";

  it("leave nothing out and fold what is of the page", () => {
    const cut = runs({ segments } as Report["document"], new Points(text));
    expect(cut.map((run) => run.folded)).toEqual([false, true, false]);
    const parts = cut.flatMap((run) => run.parts);
    expect(parts[0]?.start).toBe(0);
    expect(parts.at(-1)?.end).toBe(new Points(text).length);
    for (const [at, part] of parts.entries()) if (at > 0) expect(part.start).toBe(parts[at - 1]?.end);
  });

  it("hold for texts without segments and for segments beyond the text", () => {
    expect(runs({ segments: [] } as unknown as Report["document"], new Points("abc"))[0]?.parts).toEqual([{ kind: null, start: 0, end: 3 }]);
    expect(runs({ segments } as Report["document"], new Points(text.slice(0, 8))).flatMap((run) => run.parts).at(-1)?.end).toBe(8);
    expect(runs({ segments: [] } as unknown as Report["document"], new Points(""))).toEqual([]);
  });
});

it("each part has what lies over it", () => {
  const parts = [
    { start: 0, end: 5 },
    { start: 5, end: 9 },
    { start: 9, end: 20 },
  ];
  const spans = [
    { start: 0, end: 20 },
    { start: 4, end: 6 },
    { start: 9, end: 10 },
    { start: 5, end: 9 },
  ];
  const slow = parts.map((part) => spans.filter((span) => span.start < part.end && span.end > part.start));
  expect(perPart(parts, spans)).toEqual(slow);
});

it("the statement at a place is the one with the fewest words there", () => {
  const statement = (id: string, start: number, end: number) => ({ id, content: [{ start, end, exact: "" }], cue: null, speaker: { span: null } });
  const report = { statements: [statement("outer", 0, 30), statement("inner", 10, 20)] } as unknown as Report;
  expect(statementAt(report, 12)?.id).toBe("inner");
  expect(statementAt(report, 5)?.id).toBe("outer");
  expect(statementAt(report, 30)).toBeNull();
});
