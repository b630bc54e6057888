import { describe, expect, test } from "vitest";
import { invented } from "../../tests/map/marks";
import { barOf } from "./bar";
import { grouped, spotted, type Marks } from "./groups";
import { Room } from "./labels";
import { frameOf, lat, lon, moved, nearer, onPlane, onScreen, readFrame, viewOf, within, writeFrame, x, y } from "./mercator";
import { found, marksOf, plateOf, type Scene } from "./scene";
import { rows } from "./table";

const size = { width: 800, height: 600 };

describe("the plane", () => {
  test("leads there and back", () => {
    for (const at of [-179, 0, 37.8]) expect(lon(x(at))).toBeCloseTo(at, 9);
    for (const at of [-60, 0, 48.02]) expect(lat(y(at))).toBeCloseTo(at, 9);
    const view = { lon: 37.8, lat: 48, zoom: 7 };
    const [px, py] = onScreen(view, size, onPlane(view, size, [10, 20]));
    expect(px).toBeCloseTo(10, 5);
    expect(py).toBeCloseTo(20, 5);
  });

  test("shows a frame whole, and nothing beyond the world", () => {
    const view = viewOf([37, 47, 40, 50], size, 10);
    const [west, south, east, north] = frameOf(view, size);
    expect(west <= 37 && south <= 47 && east >= 40 && north >= 50).toBe(true);
    const [left, , right] = frameOf(within({ lon: 179, lat: 84, zoom: 0 }, size), size);
    expect(left).toBeGreaterThanOrEqual(-180.000001);
    expect(right).toBeLessThanOrEqual(180.000001);
  });

  test("keeps what is under the pointer where it is when one comes nearer", () => {
    const view = { lon: 37.8, lat: 48, zoom: 7 };
    const before = onPlane(view, size, [200, 500]);
    const after = onPlane(nearer(view, size, 1, [200, 500]), size, [200, 500]);
    expect(after[0]).toBeCloseTo(before[0], 9);
    expect(after[1]).toBeCloseTo(before[1], 9);
    expect(moved(view, size, 80, 0).lon).toBeGreaterThan(view.lon);
  });

  test("is told in addresses", () => {
    expect(readFrame("37.5,47,40.5,50")).toEqual([37.5, 47, 40.5, 50]);
    for (const wrong of [null, "", "1,2,3", "a,b,c,d", "40,47,37,50", "0,0,999,1"]) expect(readFrame(wrong)).toBeNull();
    expect(writeFrame([37.123456, 47, 40.5, 50])).toBe("37.123,47,40.5,50");
  });
});

const marks = invented(2000);
const all = marks.ids.map((_, at) => at);
const codes = (ids: readonly string[] | undefined) => (ids ?? []).filter((id) => id.startsWith("geonames:"));

describe("groups", () => {
  const placed = spotted(marks)(all, codes);

  test("lose nobody and count nobody twice", () => {
    for (const zoom of [0, 3, 6.5, 11]) {
      const members = grouped(placed.spots, zoom).flatMap((one) => one.members);
      const areas = [...placed.areas.values()].flat();
      expect([...members, ...areas, ...placed.nowhere].sort((a, b) => a - b)).toEqual(all);
    }
  });

  test("never make a spot of an area, nor of what has no place", () => {
    const members = new Set(placed.spots.flatMap((one) => one.members));
    for (const at of all) expect(members.has(at)).toBe(typeof marks.lat[at] === "number");
    // An area that the map does not know is nowhere on it.
    expect(placed.nowhere.some((at) => marks.areas[at]?.includes("pack:nowhere"))).toBe(true);
    // One of several divisions is one area, and not told of each.
    expect([...placed.areas.keys()]).toContain("geonames:709716 geonames:702657");
  });

  test("are the same whatever the order of spots", () => {
    const key = (groups: ReturnType<typeof grouped>) => groups.map((one) => one.members.join()).sort();
    expect(key(grouped([...placed.spots].reverse(), 5))).toEqual(key(grouped(placed.spots, 5)));
  });

  test("come apart from near", () => {
    expect(grouped(placed.spots, 2).length).toBeLessThan(grouped(placed.spots, 8).length);
    expect(grouped(placed.spots, 30).length).toBe(placed.spots.length);
  });

  test("do not move what stands alone", () => {
    for (const one of grouped(placed.spots, 30)) {
      const [first] = one.members;
      expect(one.x).toBeCloseTo(x(marks.lon[first ?? -1] ?? 0), 12);
    }
  });

  test("of twenty thousand are made while one brushes", () => {
    const many = invented(20_000);
    const place = spotted(many);
    const before = performance.now();
    grouped(place(many.ids.map((_, at) => at), codes).spots, 7);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

const square = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[[10, 10], [20, 10], [20, 20], [10, 20], [10, 10]]] } } as const;
const facts = { code: "XX.1", at: [15, 15] as [number, number], size: 1000, sheet: "" };

test("what one points at is the nearest mark that a finger hits, or else the area", () => {
  const view = { lon: 15, lat: 15, zoom: 4 };
  const group = { x: x(15), y: y(15), members: [0], spots: 1, frame: [15, 15, 15, 15] as [number, number, number, number] };
  const shape = structuredClone(square) as never;
  const scene: Scene = {
    marks: marksOf([group], marks, 0, -1),
    areas: [{ key: "XX.1", shape, members: [1], plate: null, isChosen: false, isPointed: false }],
    labels: [],
  };
  const target = (at: [number, number]) => found(scene, view, size, at);
  expect(target([400, 300])).toHaveProperty("mark");
  expect(target([411, 300])).toHaveProperty("mark");
  expect(target([440, 300])).toHaveProperty("area");
  expect(target([5, 5])).toBeNull();
  expect(scene.marks[0]?.isChosen).toBe(true);
  // Its number gives way to the mark and stays in the area.
  const plate = plateOf(facts, shape, [group], [], 4);
  expect(Math.hypot(plate[0] - group.x, plate[1] - group.y)).toBeGreaterThan(0);
  expect(lon(plate[0])).toBeGreaterThan(10);
  expect(plateOf(facts, shape, [group], [plate], 4)).not.toEqual(plate);
});

test("the table has every incident that the map has", () => {
  const placed = spotted(marks)(all, codes);
  const table = rows(placed, marks as Marks);
  expect(table.flatMap((row) => row.members).sort((a, b) => a - b)).toEqual(all);
  expect(table.at(-1)?.kind).toBe("nowhere");
  for (const row of table) expect(row.statuses.reduce((sum, [, count]) => sum + count, 0)).toBe(row.members.length);
});

test("names that have no room are not written over others", () => {
  const room = new Room();
  expect(room.take({ left: 0, top: 0, right: 300, bottom: 20 })).toBe(true);
  expect(room.take({ left: 290, top: 10, right: 320, bottom: 30 })).toBe(false);
  expect(room.take({ left: 301, top: 10, right: 320, bottom: 30 })).toBe(true);
});

test("a bar has a round length", () => {
  expect(barOf(100, 100)).toEqual({ kilometres: 10, pixels: 100 });
  expect(barOf(70, 100).kilometres).toBe(5);
  expect(barOf(4, 100).kilometres).toBeCloseTo(0.2);
});
