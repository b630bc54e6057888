import { expect, it } from "vitest";
import { added, begun, empty, fill, keyOf, read, rows, sided, withFilled, type Row } from "./rows";

const row = (kind: string, name: string): Row => ({ ...empty, kind, name });
const heads = [row("pack", ""), { ...row("side", "Monitors"), as: "OBS", role: "observer" }];

it("keeps what was filled in, and nothing that is as it was found", () => {
  const anna = { ...row("person", "Anna"), role: "Minister" };
  const work = fill(fill(begun(heads), anna, "side", "GOV"), anna, "role", "Aide");
  expect(withFilled(anna, work)).toMatchObject({ side: "GOV", role: "Aide" });
  const back = fill(fill(work, anna, "side", ""), anna, "role", "Minister");
  expect(back.filled).toEqual({});
});

it("gives a label several sides, and all else one", () => {
  const label = { ...row("label", "rats"), side: "GOV" };
  expect(sided(label, "REB")).toBe("GOV;REB");
  expect(sided({ ...label, side: "GOV;REB" }, "GOV")).toBe("REB");
  expect(sided({ ...label, side: "no" }, "REB")).toBe("REB");
  expect(sided({ ...row("person", "A"), side: "GOV" }, "REB")).toBe("REB");
  expect(sided({ ...row("person", "A"), side: "GOV" }, "no")).toBe("no");
  expect(sided({ ...row("person", "A"), side: "GOV" }, "GOV")).toBe("");
});

it("puts parties before monitors, and takes no id twice", () => {
  const work = added(begun(heads), "GOV", "The government");
  expect(work?.sides.map((side) => side.as)).toEqual(["GOV", "OBS"]);
  expect(added(work!, "GOV", "")).toBeNull();
  for (const id of ["", "no", "Yes", "A;B", "a b"]) expect(added(work!, id, ""), id).toBeNull();
});

it("sends title, sides and rows in their order", () => {
  const anna = row("person", "Anna");
  const work = fill({ ...begun(heads), id: "lake" }, anna, "side", "OBS");
  const sent = rows(work, [{ candidate: null as never, row: anna }]);
  expect(sent.map((one) => `${keyOf(one)} ${one.side}`)).toEqual(["pack lake ", "side Monitors ", "person Anna OBS"]);
});

it("reads back what it keeps, and nothing else", () => {
  const work = fill({ ...begun(heads), id: "lake" }, row("person", "Anna"), "side", "OBS");
  expect(read(JSON.stringify(work))).toEqual(work);
  for (const text of [null, "", "{", "1", "{}", '{"id":1}']) expect(read(text)).toBeNull();
});
