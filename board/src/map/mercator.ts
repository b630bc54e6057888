// The plane of the map: the world is a square of 1 by 1, west and north at 0, as both engines have it.

/** What one looks at: its middle in degrees, and how near. At zoom 0 the world is 512 pixels wide, at each next one twice as wide. */
export interface View {
  lon: number;
  lat: number;
  zoom: number;
}
/** Degrees west, south, east, north. */
export type Frame = [west: number, south: number, east: number, north: number];
export interface Size {
  width: number;
  height: number;
}
export type Point = readonly [x: number, y: number];

/** Nothing is shown nearer: places are told by village, not by house. */
export const nearest = 11;
const edge = 85.05;

export function x(lon: number): number {
  return lon / 360 + 0.5;
}
export function y(lat: number): number {
  const within = Math.max(-edge, Math.min(edge, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (within * Math.PI) / 360)) / (2 * Math.PI);
}
export function lon(x: number): number {
  return (x - 0.5) * 360;
}
export function lat(y: number): number {
  return (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;
}

/** How many pixels wide the world is. */
export function scale(zoom: number): number {
  return 512 * 2 ** zoom;
}

/** How far it is from one pixel to the next in the middle of a view. */
export function metresPerPixel(view: View): number {
  return (40_075_017 * Math.cos((view.lat * Math.PI) / 180)) / scale(view.zoom);
}

/** Where something is on the screen. */
export function onScreen(view: View, size: Size, at: Point): Point {
  const wide = scale(view.zoom);
  return [(at[0] - x(view.lon)) * wide + size.width / 2, (at[1] - y(view.lat)) * wide + size.height / 2];
}

/** What is at a place of the screen, on the plane. */
export function onPlane(view: View, size: Size, at: Point): Point {
  const wide = scale(view.zoom);
  return [x(view.lon) + (at[0] - size.width / 2) / wide, y(view.lat) + (at[1] - size.height / 2) / wide];
}

/** The same view with nothing beyond the world's edges in it, and not too near. */
export function within(view: View, size: Size): View {
  const farthest = Math.log2(Math.max(size.width, size.height, 1) / 512);
  const zoom = Math.max(farthest, Math.min(nearest, view.zoom));
  const [across, down] = [size.width / 2 / scale(zoom), size.height / 2 / scale(zoom)];
  const clamp = (value: number, half: number) => Math.max(half, Math.min(1 - half, value));
  return { lon: lon(clamp(x(view.lon), across)), lat: lat(clamp(y(view.lat), down)), zoom };
}

export function frameOf(view: View, size: Size): Frame {
  const [west, north] = onPlane(view, size, [0, 0]);
  const [east, south] = onPlane(view, size, [size.width, size.height]);
  return [lon(west), lat(south), lon(east), lat(north)];
}

/** The nearest view that shows a frame whole, with room around it. */
export function viewOf(frame: Frame, size: Size, margin = 0, limit = nearest): View {
  const [west, south, east, north] = frame;
  const room = (whole: number) => Math.max(1, whole - 2 * margin);
  const wide = Math.max(x(east) - x(west), 1e-9);
  const high = Math.max(y(south) - y(north), 1e-9);
  const zoom = Math.min(limit, Math.log2(Math.min(room(size.width) / wide, room(size.height) / high) / 512));
  return within({ lon: (west + east) / 2, lat: lat((y(south) + y(north)) / 2), zoom }, size);
}

/** Moves by pixels. */
export function moved(view: View, size: Size, right: number, down: number): View {
  const [across, along] = onPlane(view, size, [size.width / 2 + right, size.height / 2 + down]);
  return within({ lon: lon(across), lat: lat(along), zoom: view.zoom }, size);
}

/** Comes nearer by steps, or goes off, while what is at a place of the screen stays there. */
export function nearer(view: View, size: Size, steps: number, at: Point = [size.width / 2, size.height / 2]): View {
  const zoom = within({ ...view, zoom: view.zoom + steps }, size).zoom;
  const [px, py] = onPlane(view, size, at);
  const wide = scale(zoom);
  return within({ lon: lon(px - (at[0] - size.width / 2) / wide), lat: lat(py - (at[1] - size.height / 2) / wide), zoom }, size);
}

/** A frame from an address, as `37.5,47,40.5,50`; none if it is none. */
export function readFrame(text: string | null | undefined): Frame | null {
  const parts = (text ?? "").split(",").map(Number);
  const [west = NaN, south = NaN, east = NaN, north = NaN] = parts;
  const fits = parts.length === 4 && west >= -180 && east <= 180 && west < east && south >= -90 && north <= 90 && south < north;
  return fits ? [west, south, east, north] : null;
}

/** A frame for an address, no finer than it can be told on a screen. */
export function writeFrame(frame: Frame): string {
  return frame.map((degrees) => Number(degrees.toFixed(3))).join(",");
}
