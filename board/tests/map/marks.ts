// Invented incidents, the same at every run.
import type { Marks } from "../../src/map/groups";

const statuses = ["contested", "corroborated_occurrence", "agreed", "one_sided", "retracted", "unknown"];
/** Two of one division, one of several, one that is on no map. */
const areas = [["geonames:709716"], ["geonames:706482"], ["geonames:709716", "geonames:702657"], ["pack:nowhere"]];

/** A few tell of areas or of nowhere; most of some thousands of spots, a third of them in one region. */
export function invented(count: number): Marks {
  let seed = 7;
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const spots = Array.from({ length: Math.min(4000, Math.max(10, count / 4)) }, (_, at) =>
    at % 3 === 0 ? [47 + next() * 2.5, 36.5 + next() * 3.5] : [next() * 60 - 10, next() * 100 - 20],
  );
  const marks = { ids: [], labels: [], places: [], lat: [], lon: [], areas: [], from: [], to: [], families: [], roll_up: [], occurrence: [], responsibility: [], sides: [], denied_by: [], accused: [], reports: [], origins: [] } as unknown as Marks;
  for (let at = 0; at < count; at += 1) {
    const spot = at % 20 < 18 ? pick(spots) : null;
    const area = at % 20 === 18 ? pick(areas) : null;
    marks.ids.push(`i${at}`);
    marks.labels.push(`incident ${at}`);
    marks.places.push(spot ? `place ${spots.indexOf(spot)}` : (area?.[0] ?? null));
    marks.lat.push(spot?.[0] ?? null);
    marks.lon.push(spot?.[1] ?? null);
    marks.areas.push(area ?? []);
    marks.from.push("2022-02-17");
    marks.to.push("2022-02-17");
    marks.roll_up.push(pick(statuses) as never);
    marks.reports.push(1 + Math.floor(next() * 9));
    marks.origins.push([1, 2]);
  }
  return marks;
}
