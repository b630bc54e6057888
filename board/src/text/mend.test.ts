import { describe, expect, it } from "vitest";
import type { Report } from "./layers";
import { addEvent, addStatement, chainFrom, edit, insteadOf, mended, withMend, type Mend } from "./mend";

const report = {
  document: { text: "💥 hit a school, he said", outlet: "Wire" },
  actors: [
    { id: "he", name: "He", kind: "person", side: "UA" },
    { id: "publisher.wire", name: "Wire", kind: "outlet", side: null },
  ],
  statements: [{ id: "s1", order: 1, speech_act: "assert", reviewed: "machine", retracted: false, events: [], chain: ["he", "publisher.wire"], side: null }],
  events: [],
} as unknown as Report;

const words = { start: 2, end: 14 };
const all = (...mends: [string, Parameters<typeof withMend>[2]][]): Mend[] => mends.reduce<Mend[]>((sum, [title, wish]) => withMend(sum, title, wish), []);

describe("corrections that are not recorded yet", () => {
  it("show what will be", () => {
    const said = { speaker: "he", act: "accuse", side: "", accused: [], events: [] };
    const happened = { statements: ["h1"], type: "ASSAULT", modes: ["explosives"], actors: [], recipients: [], place: "", day: "2022-02-17", negative: false };
    const out = mended(report, all(["statement", addStatement("d", words, said)], ["event", addEvent("d", { start: 2, end: 5 }, happened)]));
    const added = out.statements[1];
    expect(added).toMatchObject({ id: "h1", order: 2, side: "UA", chain: ["he", "publisher.wire"], hops: 1, reviewed: "by_hand", events: ["eh1"] });
    expect(added?.content[0]?.exact).toBe("hit a school");
    expect(out.events[0]).toMatchObject({ id: "eh1", trigger: { exact: "hit" }, asserted_in: ["h1"], modes: ["explosives"] });
    expect(report.statements).toHaveLength(1);
  });

  it("of one field take the place of one another", () => {
    const mends = all(["a", edit("d", "s1", "speech_act", "deny")], ["b", edit("d", "s1", "side", "RU")], ["c", edit("d", "s1", "speech_act", "accuse")]);
    expect(mends.map((one) => one.title)).toEqual(["b", "c"]);
    expect(mended(report, mends).statements[0]).toMatchObject({ speech_act: "accuse", side: "RU", reviewed: "by_hand" });
  });

  it("name the one that holds and that they take the place of", () => {
    const holding = [
      { record: 7, replaced_by: 9, change: "edit", document: "d", target: "s1", field: "side", value: "UA" },
      { record: 9, replaced_by: null, change: "edit", document: "d", target: "s1", field: "side", value: "RU" },
      { record: 11, replaced_by: null, change: "edit", document: "other", target: "s1", field: "side", value: "RU" },
    ] as unknown as Parameters<typeof insteadOf>[0];
    expect(insteadOf(holding, "d", edit("d", "s1", "side", null))).toBe(9);
    expect(insteadOf(holding, "d", edit("d", "s1", "speech_act", "deny"))).toBeNull();
  });

  it("a chain begins with another speaker and ends as it did", () => {
    const statement = report.statements[0]!;
    expect(chainFrom({ ...statement, chain: ["a", "b", "outlet"] }, "x")).toEqual(["x", "b", "outlet"]);
    expect(chainFrom({ ...statement, chain: ["a", "b", "outlet"] }, "b")).toEqual(["b", "outlet"]);
    expect(chainFrom({ ...statement, chain: ["outlet"] }, "outlet")).toEqual(["outlet"]);
  });
});
