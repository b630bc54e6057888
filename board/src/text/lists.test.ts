import { describe, expect, it } from "vitest";
import { isTime, most, readDraft, wrong } from "./brought";
import { facets, firstMatch, highlighted, suggestions } from "./found";
import { folded, readOrder, sorted, through, withoutEach, writtenOrder, type Head } from "./heads";

const head = (reference: string, published: string | null, outlet: string, title: string): Head =>
  ({ reference, id: `id-${reference}`, published, outlet, title, lang: "en" }) as Head;
const heads = [
  head("08", "2022-02-17T10:35:00+02:00", "Northwire", "OSCE monitors log shelling"),
  head("09", "2022-02-17T09:00:00Z", "Courier", "Shelling logged by OSCE"),
  head("10", null, "Gazette", "No day"),
  head("11", "2022-02-18", "Northwire", "Drills end"),
];

describe("reports in a list", () => {
  it("are let through by all parts of a question, and told by which they are not", () => {
    expect(through(heads, { outlet: "Northwire", title: "osce SHELLING" }).map((one) => one.reference)).toEqual(["08"]);
    expect(through(heads, { since: "2022-02-17", until: "2022-02-17" }).map((one) => one.reference)).toEqual(["08", "09"]);
    expect(withoutEach(heads, { outlet: "Gazette", since: "2022-02-18" })).toEqual([
      ["outlet", 1],
      ["since", 1],
    ]);
  });

  it("are sorted by instants, not by letters; none comes first", () => {
    expect(sorted(heads, readOrder(undefined)).map((one) => one.reference)).toEqual(["11", "09", "08", "10"]);
    expect(sorted(heads, readOrder("title")).map((one) => one.reference)).toEqual(["11", "10", "08", "09"]);
    for (const text of ["title", "-outlet", "published"]) expect(writtenOrder(readOrder(text))).toBe(text);
    expect(writtenOrder(readOrder("nothing"))).toBeNull();
  });

  it("copies stand below their origin, or below the first that is there", () => {
    const groups = [{ origin: "08", members: [{ ref: "09" }, { ref: "11" }] }] as unknown as Parameters<typeof folded>[1];
    expect(folded(heads, groups).map((one) => [one.head.reference, one.copies.map((copy) => copy.reference)])).toEqual([
      ["08", ["09", "11"]],
      ["10", []],
    ]);
    expect(folded(heads.slice(1), groups).map((one) => [one.head.reference, one.copies.map((copy) => copy.reference)])).toEqual([
      ["09", ["11"]],
      ["10", []],
    ]);
  });
});

describe("what a search found", () => {
  const snippet = { start: 10, end: 26, exact: "a 💥 hit the wall" };
  it("is marked by code points of the whole text", () => {
    const cut = highlighted(snippet, [{ start: 14, end: 17 }, { start: 2, end: 11 }, { start: 90, end: 95 }]);
    expect(cut.map((one) => one.text).join("")).toBe(snippet.exact);
    expect(cut.filter((one) => one.marked).map((one) => one.text)).toEqual(["a", "hit"]);
  });

  it("opens at the match that is shown", () => {
    const hit = { snippet, matches: [{ start: 0, end: 3, exact: "x" }, { start: 14, end: 17, exact: "hit" }] } as unknown as Parameters<typeof firstMatch>[0];
    expect(firstMatch(hit)?.start).toBe(14);
    expect(firstMatch({ ...hit, matches: [] })).toBeNull();
  });

  it("is counted by language, and by day in the order of days", () => {
    const hits = [
      { lang: "uk", published: "2022-02-18" },
      { lang: "en", published: "2022-02-17T10:00:00+02:00" },
      { lang: "en", published: "2022-02-18" },
    ] as unknown as Parameters<typeof facets>[0];
    expect(facets(hits)).toEqual({ langs: [["en", 2], ["uk", 1]], days: [["2022-02-17", 1], ["2022-02-18", 2]] });
  });

  it("where it is nothing, less could be looked for", () => {
    expect(suggestions("kindergarten drone")).toEqual(["kindergar* dron*", "drone", "kindergarten"]);
    expect(suggestions('"red drone"')[0]).toBe("red drone");
    expect(suggestions("drone -red")).not.toContain("-red");
    expect(suggestions("ab")).toEqual([]);
  });
});

describe("what is brought", () => {
  it("is neither empty nor too large", () => {
    expect(wrong(0)).toBe("empty");
    expect(wrong(3, true)).toBe("empty");
    expect(wrong(most)).toBeNull();
    expect(wrong(most + 1)).toBe("large");
  });

  it("has a day, or an instant with its zone", () => {
    for (const right of ["", "2022-02-17", "2022-02-17T09:05:00+02:00", "2022-02-17T09:05Z"]) expect(isTime(right)).toBe(true);
    for (const not of ["17.02.2022", "2022-2-17", "2022-02-17T09:05:00", "2022-13-01", "yesterday"]) expect(isTime(not)).toBe(false);
  });

  it("is found again, whatever was kept", () => {
    expect(readDraft(null).text).toBe("");
    expect(readDraft("{oops").text).toBe("");
    expect(readDraft('{"text":"a","facts":{"title":"b"}}')).toMatchObject({ text: "a", facts: { title: "b", outlet: "" }, mends: [] });
  });
});
