import { describe, expect, it } from "vitest";
import { agreed, beside, changed, lacking, nothing, placeOf, typed, with_, without, wordsOf } from "./found";

describe("what a coder has found", () => {
  const one = with_(nothing, "statements", { start: 3, end: 9 }, "denied");

  it("is added with its words and taken away again", () => {
    expect(wordsOf(one, "statements", 0)).toBe("denied");
    expect(placeOf(one, "statements", 0)).toEqual({ start: 3, end: 9 });
    expect(without(one, "statements", 0)).toEqual(nothing);
  });

  it("takes several names, and says nobody apart from not coded", () => {
    const named = changed(one, "statements", 0, "accused", " Anna ;Boris; ");
    expect(named.statements[0]!.accused).toEqual(["Anna", "Boris"]);
    expect(typed(named, "statements", 0, "accused")).toBe("Anna; Boris");
    const nobody = changed(one, "statements", 0, "accused", "none");
    expect([nobody.statements[0]!.accused, typed(nobody, "statements", 0, "accused")]).toEqual([[], "none"]);
    expect(changed(nobody, "statements", 0, "accused", "").statements[0]!.accused).toBeNull();
  });

  it("lets a mode fall with its type, and takes numbers as numbers", () => {
    let event = with_(nothing, "events", { start: 0, end: 4 }, "shot");
    event = changed(changed(event, "events", 0, "type", "ASSAULT"), "events", 0, "mode", "firearms");
    expect(changed(event, "events", 0, "type", "AID").events[0]!.mode).toBeNull();
    expect(changed(event, "events", 0, "killed", "2").events[0]!.killed).toBe(2);
    expect(changed(event, "events", 0, "killed", "two").events[0]!.killed).toBeNull();
  });

  it("tells how much is left to code", () => {
    expect(lacking(one, ["side", "speech_act"])).toBe(2);
    expect(lacking(changed(one, "statements", 0, "side", "UA"), ["side", "speech_act"])).toBe(1);
    expect(lacking(with_(nothing, "events", { start: 0, end: 1 }, "x"), ["day", "killed"])).toBe(0);
    expect(lacking(nothing, ["occurrence", "details"])).toBe(2);
    expect(lacking(changed(nothing, "statuses", 0, "details", "none"), ["occurrence", "details"])).toBe(1);
  });

  it("leaves to be decided what coders do not have alike", () => {
    const first = changed(changed(one, "statements", 0, "side", "UA"), "statements", 0, "speech_act", "deny");
    const second = with_(changed(first, "statements", 0, "speech_act", "doubt"), "statements", { start: 40, end: 50 }, "alone");
    const both = agreed([first, changed(second, "statements", 1, "side", "RU")]);
    expect(both.statements.map((each) => [each.side, each.speech_act])).toEqual([["UA", null], [null, null]]);
    expect(agreed([first, first])).toEqual(first);
    expect(agreed([])).toEqual(nothing);
    const statuses = (word: string) => changed(nothing, "statuses", 0, "details", word);
    expect(agreed([statuses("none"), statuses("range")]).statuses?.details).toBeNull();
  });

  it("finds what others have in the same words", () => {
    const other = with_(with_(nothing, "statements", { start: 20, end: 30 }, "x"), "statements", { start: 4, end: 12 }, "y");
    expect(beside(one, [other, nothing], "statements", 0)).toEqual([1, null]);
  });
});
