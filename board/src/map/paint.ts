// Draws the map on a canvas: base, areas, names, marks.
import { shapes } from "../parts/shapes";
import { fonts } from "./engine";
import { Room, type Label } from "./labels";
import { kinds, type AreaShape, type Kind, type Sheet } from "./lines";
import { onScreen, scale, x, y, type Point, type Size, type View } from "./mercator";
import type { Palette } from "./palette";
import { radius, short, type Area, type Mark, type Scene } from "./scene";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** A path on the plane with what it fills, so that what is off the screen is not drawn. */
interface Piece {
  path: Path2D;
  box: [left: number, top: number, right: number, bottom: number];
}
export interface Drawn {
  land: Piece[];
  lines: Record<Kind, Piece[]>;
}

function trace(piece: Piece, points: readonly (readonly number[])[]) {
  let isFirst = true;
  for (const [lon = 0, lat = 0] of points) {
    const [px, py] = [x(lon), y(lat)];
    if (isFirst) piece.path.moveTo(px, py);
    else piece.path.lineTo(px, py);
    isFirst = false;
    if (px < piece.box[0]) piece.box[0] = px;
    if (py < piece.box[1]) piece.box[1] = py;
    if (px > piece.box[2]) piece.box[2] = px;
    if (py > piece.box[3]) piece.box[3] = py;
  }
}

function piece(): Piece {
  return { path: new Path2D(), box: [1, 1, 0, 0] };
}

function pieceOf(polygons: readonly (readonly (readonly (readonly number[])[])[])[]): Piece {
  const made = piece();
  for (const ring of polygons.flat()) {
    trace(made, ring);
    made.path.closePath();
  }
  return made;
}

/** Lines are put together by where they are, as there are too many to draw one by one. */
export function drawnOf(sheet: Sheet): Drawn {
  const lines = { division: [], coast: [], country: [], disputed: [] } as Record<Kind, Piece[]>;
  for (const kind of kinds) {
    const tiles = new Map<string, Piece>();
    for (const arc of sheet.lines[kind].coordinates) {
      const [lon = 0, lat = 0] = arc[0] ?? [];
      const key = `${Math.floor(lon / 12)} ${Math.floor(lat / 12)}`;
      const tile = tiles.get(key) ?? piece();
      tiles.set(key, tile);
      trace(tile, arc);
    }
    lines[kind] = [...tiles.values()];
  }
  return { land: sheet.land.coordinates.map((polygon) => pieceOf([polygon])), lines };
}

/** Width and pattern of lines, in pixels; round ends make dots. Thin ones are faint. */
export const lineStyles: Record<Kind, { width: number; dots: number[]; opacity: number }> = {
  division: { width: 0.8, dots: [], opacity: 0.45 },
  coast: { width: 0.9, dots: [], opacity: 1 },
  country: { width: 1.4, dots: [], opacity: 1 },
  disputed: { width: 2, dots: [0.01, 4.5], opacity: 1 },
};

export interface Frame {
  context: Context;
  view: View;
  size: Size;
  /** Pixels of the screen for one of the page. */
  ratio: number;
  palette: Palette;
}

/** Measures as on the page. */
function flat({ context, ratio }: Frame) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Measures as on the plane; gives how many pixels of the page one of its units is. */
function plane({ context, view, size, ratio }: Frame): number {
  const wide = scale(view.zoom);
  const [left, top] = onScreen(view, size, [0, 0]);
  context.setTransform(wide * ratio, 0, 0, wide * ratio, left * ratio, top * ratio);
  return wide;
}

function* inSight(pieces: readonly Piece[], { view, size }: Frame): Iterable<Piece> {
  for (const one of pieces) {
    const [left, top] = onScreen(view, size, [one.box[0], one.box[1]]);
    const [right, bottom] = onScreen(view, size, [one.box[2], one.box[3]]);
    if (right > -4 && bottom > -4 && left < size.width + 4 && top < size.height + 4) yield one;
  }
}

export function paintBase(frame: Frame, sheets: readonly Drawn[]) {
  const { context, size, palette } = frame;
  flat(frame);
  context.fillStyle = palette["map-water"];
  context.fillRect(0, 0, size.width, size.height);
  const wide = plane(frame);
  context.fillStyle = palette["map-land"];
  context.strokeStyle = palette["map-land"];
  context.lineJoin = context.lineCap = "round";
  context.lineWidth = 0.6 / wide;
  for (const one of inSight(sheets.flatMap(({ land }) => land), frame)) {
    context.fill(one.path, "evenodd");
    // Where sheets meet, no water shows through.
    if (sheets.length > 1) context.stroke(one.path);
  }
  context.strokeStyle = palette["map-line"];
  for (const kind of kinds) {
    const { width, dots, opacity } = lineStyles[kind];
    // From afar only what divides most.
    context.globalAlpha = kind === "division" && frame.view.zoom < 3 ? 0 : opacity;
    context.lineWidth = width / wide;
    context.setLineDash(dots.map((length) => length / wide));
    if (context.globalAlpha === 0) continue;
    for (const one of inSight(sheets.flatMap(({ lines }) => lines[kind]), frame)) context.stroke(one.path);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  flat(frame);
}

const areaPieces = new WeakMap<AreaShape, Piece>();

function pieceOfArea(shape: AreaShape): Piece {
  const known = areaPieces.get(shape);
  if (known) return known;
  const made = pieceOf(shape.geometry.type === "Polygon" ? [shape.geometry.coordinates] : shape.geometry.coordinates);
  areaPieces.set(shape, made);
  return made;
}

/** Slanted lines, eight pixels apart. */
export function hatch(palette: Palette, ratio: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const side = Math.round(8 * ratio);
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.strokeStyle = palette.muted;
  context.lineWidth = ratio;
  context.beginPath();
  for (const shift of [-side, 0, side]) {
    context.moveTo(shift - 1, side + 1);
    context.lineTo(shift + side + 1, -1);
  }
  context.stroke();
  return canvas;
}

/** Of the edges of areas, in pixels. */
export const edgeDashes = [6, 4];

function paintAreas(frame: Frame, areas: readonly Area[]) {
  const { context, palette, ratio } = frame;
  const pattern = areas.length > 0 ? context.createPattern(hatch(palette, ratio), "repeat") : null;
  for (const area of areas) {
    const shape = pieceOfArea(area.shape);
    if ([...inSight([shape], frame)].length === 0) continue;
    const wide = plane(frame);
    context.save();
    context.globalAlpha = area.isPointed ? 0.8 : 0.4;
    if (pattern) {
      // The path is on the plane, its pattern on the screen.
      pattern.setTransform(context.getTransform().inverse());
      context.fillStyle = pattern;
      context.fill(shape.path, "evenodd");
    }
    context.restore();
    // Dashed, as what is told of an area draws no border.
    context.strokeStyle = area.isChosen ? palette.focus : area.isPointed ? palette.ink : palette.muted;
    context.lineWidth = (area.isChosen ? 3 : area.isPointed ? 2 : 1) / wide;
    context.setLineDash(edgeDashes.map((length) => length / wide));
    context.stroke(shape.path);
    context.setLineDash([]);
  }
  flat(frame);
}

/** A number on a plate, where the area is. */
function paintAreaCount(frame: Frame, area: Area, at: Point, language: string) {
  const { context, palette } = frame;
  const text = short(area.members.length, language);
  context.font = `600 12px ${fonts}`;
  const wide = context.measureText(text).width + 12;
  context.fillStyle = palette.ground;
  context.strokeStyle = palette.ink;
  context.lineWidth = area.isChosen ? 2.5 : 1.2;
  context.beginPath();
  context.rect(at[0] - wide / 2, at[1] - 10, wide, 20);
  context.fill();
  context.stroke();
  context.fillStyle = palette.ink;
  context.fillText(text, at[0], at[1] + 0.5);
}

/** A status' shape on a ground of its own; the same on canvas and as an icon. */
export function paintShape(context: Context, name: string, [px, py]: Point, side: number, palette: Pick<Palette, "ground" | "ink">) {
  const shape = shapes[name as keyof typeof shapes] ?? shapes.ring;
  const path = new Path2D(shape.path);
  context.save();
  context.translate(px - side / 2, py - side / 2);
  context.scale(side / 16, side / 16);
  context.lineJoin = "round";
  context.strokeStyle = palette.ground;
  context.fillStyle = palette.ground;
  context.lineWidth = 5;
  context.stroke(path);
  context.fill(path);
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.8;
  context.fillStyle = palette.ink;
  if (shape.fill === "full") context.fill(path);
  context.stroke(path);
  context.restore();
}

function paintMark(frame: Frame, mark: Mark, at: Point, language: string) {
  const { context, palette } = frame;
  const wide = radius(mark.count);
  if (mark.isPointed && !mark.isChosen) ring(context, at, wide + 4, palette.ink, 1.5);
  if (mark.shape) paintShape(context, mark.shape, at, 17, palette);
  else {
    context.beginPath();
    context.arc(at[0], at[1], wide, 0, 2 * Math.PI);
    context.fillStyle = palette.ground;
    context.fill();
    context.strokeStyle = palette.ink;
    context.lineWidth = 1.8;
    context.stroke();
    context.fillStyle = palette.ink;
    context.font = `600 12px ${fonts}`;
    context.fillText(short(mark.count, language), at[0], at[1] + 0.5);
  }
  if (mark.isChosen) {
    ring(context, at, wide + 5, palette.ground, 5);
    ring(context, at, wide + 5, palette.focus, 3);
  }
}

function ring(context: Context, at: Point, wide: number, colour: string, line: number) {
  context.beginPath();
  context.arc(at[0], at[1], wide, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.stroke();
}

export const labelFonts: Record<Label["kind"], string> = {
  country: `600 13px ${fonts}`,
  area: `italic 12px ${fonts}`,
  place: `12px ${fonts}`,
};

function paintLabel(frame: Frame, label: Label, at: Point, room: Room) {
  const { context, palette } = frame;
  context.font = labelFonts[label.kind];
  const isPlace = label.kind === "place";
  const wide = context.measureText(label.text).width;
  // A place's name stands beside its dot, on the side that has room.
  const beside: Point[] = [[5, 0], [-wide - 5, 0], [-wide / 2, -11], [-wide / 2, 11]];
  const boxOf = ([right, below]: Point) => {
    const [left, top] = [at[0] + right - 2, at[1] + below - 8];
    return { left, top, right: left + wide + 4, bottom: top + 16 };
  };
  const side = (isPlace ? beside : [[-wide / 2, 0] as Point]).find((one) => room.take(boxOf(one)));
  if (!side) return;
  const [left, down] = [at[0] + side[0], at[1] + side[1]];
  context.textAlign = "start";
  context.lineJoin = "round";
  context.strokeStyle = palette["map-land"];
  context.lineWidth = 3;
  context.strokeText(label.text, left, down);
  context.fillStyle = isPlace ? palette.ink : palette.muted;
  context.fillText(label.text, left, down);
  if (!isPlace) return;
  context.beginPath();
  context.arc(at[0], at[1], 1.8, 0, 2 * Math.PI);
  context.fill();
}

/** Draws what stands on the base. Marks keep their place, names give way. */
export function paintScene(frame: Frame, scene: Scene, language: string) {
  const { context, view, size } = frame;
  paintAreas(frame, scene.areas);
  context.textBaseline = "middle";
  const isIn = ([px, py]: Point) => px > -30 && py > -30 && px < size.width + 30 && py < size.height + 30;
  const at = (point: Point) => onScreen(view, size, point);
  const areas = scene.areas.flatMap((one) => (one.plate ? [{ one, at: at(one.plate) }] : [])).filter(({ at }) => isIn(at));
  const marks = scene.marks.map((one) => ({ one, at: at([one.x, one.y]) })).filter(({ at }) => isIn(at));
  const room = new Room();
  const taken = (point: Point, wide: number) =>
    room.take({ left: point[0] - wide, top: point[1] - wide, right: point[0] + wide, bottom: point[1] + wide }, true);
  for (const { at } of areas) taken(at, 12);
  for (const { one, at } of marks) taken(at, radius(one.count));
  const labels = scene.labels.map((one) => ({ one, at: at([one.x, one.y]) })).filter(({ at }) => isIn(at));
  const order = { country: 0, place: 1, area: 2 };
  labels.sort((a, b) => order[a.one.kind] - order[b.one.kind] || a.one.rank - b.one.rank);
  for (const { one, at } of labels) paintLabel(frame, one, at, room);
  context.textAlign = "center";
  for (const { one, at } of areas) paintAreaCount(frame, one, at, language);
  for (const { one, at } of marks) paintMark(frame, one, at, language);
  context.textAlign = "start";
}
