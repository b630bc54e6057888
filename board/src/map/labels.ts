// Names on the map: of countries from afar, of divisions nearer, of places as the gazetteer has them.
import type { Schema } from "../api/client";
import type { Base, Names } from "./base";
import { scale, x, y, type Frame } from "./mercator";

export interface Label {
  text: string;
  x: number;
  y: number;
  kind: "country" | "area" | "place";
  /** The less, the sooner it is written where there is no room for all. */
  rank: number;
}
export interface Place {
  id: number | string;
  name: string;
  lat: number;
  lon: number;
  population?: number | null;
  kind: Schema["MapKind"];
}

/** From which zoom on divisions have names, and from which on countries have none. */
const [divisionsFrom, countriesTo] = [5, 5.5];

function holds(frame: Frame, [lon, lat]: readonly [number, number]): boolean {
  return frame[0] <= lon && lon <= frame[2] && frame[1] <= lat && lat <= frame[3];
}

/** How many pixels something is wide. */
function pixels(kilometres: number, lat: number, zoom: number): number {
  return (kilometres / (40_075 * Math.max(0.1, Math.cos((lat * Math.PI) / 180)))) * scale(zoom);
}

export function namesOf(base: Base, names: Names, language: string, frame: Frame, zoom: number): Label[] {
  const labels: Label[] = [];
  if (zoom < countriesTo) {
    const called = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
    for (const [country, { at, size }] of base.countries) {
      const text = called.of(country);
      if (text && holds(frame, at) && pixels(size, at[1], zoom) > 45)
        labels.push({ text, x: x(at[0]), y: y(at[1]), kind: "country", rank: -size });
    }
  }
  if (zoom >= divisionsFrom) {
    for (const [code, { at, size }] of base.areas) {
      const text = names[code];
      if (text && holds(frame, at) && pixels(size, at[1], zoom) > 90)
        labels.push({ text, x: x(at[0]), y: y(at[1]), kind: "area", rank: 1e6 - size });
    }
  }
  return labels;
}

export function namesOfPlaces(places: readonly Place[]): Label[] {
  // Names of countries and divisions are the base map's own.
  const settlements = places.filter(({ kind }) => kind === "settlement");
  return settlements.map((one) => ({ text: one.name, x: x(one.lon), y: y(one.lat), kind: "place", rank: -(one.population ?? 0) }));
}

/** How many places are asked for. */
export function placesFor(width: number, height: number): number {
  return Math.max(20, Math.min(200, Math.round((width * height) / 9000)));
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Keeps boxes that cover no other that was kept before. */
export class Room {
  readonly #cells = new Map<string, Box[]>();

  take(box: Box, always = false): boolean {
    const keys: string[] = [];
    for (let column = Math.floor(box.left / 128); column <= Math.floor(box.right / 128); column += 1)
      for (let row = Math.floor(box.top / 128); row <= Math.floor(box.bottom / 128); row += 1) keys.push(`${column} ${row}`);
    const isFree = keys.every((key) =>
      (this.#cells.get(key) ?? []).every(
        (one) => box.right <= one.left || one.right <= box.left || box.bottom <= one.top || one.bottom <= box.top,
      ),
    );
    if (!isFree && !always) return false;
    for (const key of keys) this.#cells.set(key, [...(this.#cells.get(key) ?? []), box]);
    return true;
  }
}
