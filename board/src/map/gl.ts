// The engine on WebGL: MapLibre as nothing but a renderer, with what is here and nothing from elsewhere.
import {
  addProtocol,
  Map as Renderer,
  setWorkerUrl,
  type GeoJSONSource,
  type LayerSpecification,
  type StyleSpecification,
} from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { Protocol } from "pmtiles";
import { shapes } from "../parts/shapes";
import type { Engine, Setting } from "./engine";
import type { Label } from "./labels";
import { kinds, type Sheet } from "./lines";
import { lat, lon, type Size, type View } from "./mercator";
import { edgeDashes, hatch, lineStyles, paintShape } from "./paint";
import type { Palette } from "./palette";
import { asPoints, type Area, type Scene } from "./scene";

const plain = ["Noto Sans", "Liberation Sans", "DejaVu Sans", "sans-serif"];
const ratio = 2;

/** A map of one's own, where the server has one: water, woods and roads of it, under our lines. Its borders are not drawn. */
const ownMap = "/api/v1/basemap";
let hasOwnMap: Promise<boolean> | null = null;

function asksForOwnMap(): Promise<boolean> {
  hasOwnMap ??= fetch(ownMap, { headers: { range: "bytes=0-6" } })
    .then(async (response) => response.status === 206 && (await response.text()) === "PMTiles")
    .catch(() => false);
  return hasOwnMap;
}

let isSet = false;

function set() {
  if (isSet) return;
  setWorkerUrl(new URL(worker, location.href).href);
  addProtocol("pmtiles", new Protocol().tile);
  isSet = true;
}

function icon(name: string, palette: Palette): ImageData {
  const side = 24 * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) return new ImageData(side, side);
  paintShape(context, name, [side / 2, side / 2], 17 * ratio, palette);
  return context.getImageData(0, 0, side, side);
}

function plate(palette: Palette, line: number): ImageData {
  const [wide, high] = [24 * ratio, 20 * ratio];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [wide, high];
  const context = canvas.getContext("2d");
  if (!context) return new ImageData(wide, high);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, wide, high);
  context.lineWidth = line * ratio;
  context.strokeStyle = palette.ink;
  context.strokeRect(context.lineWidth / 2, context.lineWidth / 2, wide - context.lineWidth, high - context.lineWidth);
  return context.getImageData(0, 0, wide, high);
}

function images(palette: Palette): Record<string, ImageData> {
  const pattern = hatch(palette, ratio);
  const lines = pattern.getContext("2d")?.getImageData(0, 0, pattern.width, pattern.height);
  return {
    ...Object.fromEntries(Object.keys(shapes).map((name) => [name, icon(name, palette)])),
    plate: plate(palette, 1.2),
    "plate-chosen": plate(palette, 2.5),
    ...(lines && { hatch: lines }),
  };
}

function labelsOf(kind: Label["kind"], palette: Palette): LayerSpecification {
  const isPlace = kind === "place";
  return {
    id: `names-${kind}`,
    type: "symbol",
    source: "names",
    filter: ["==", ["get", "kind"], kind],
    layout: {
      "text-field": ["get", "text"],
      "text-font": plain,
      "text-size": kind === "country" ? 13 : 12,
      "symbol-sort-key": ["get", "rank"],
      "text-max-width": 9,
      ...(isPlace && { "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.45, "icon-image": "spot" }),
      ...(kind === "country" && { "text-letter-spacing": 0.06 }),
    },
    paint: { "text-color": isPlace ? palette.ink : palette.muted, "text-halo-color": palette["map-land"], "text-halo-width": 1.6 },
  };
}

function spot(palette: Palette): ImageData {
  const side = 4 * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) return new ImageData(side, side);
  context.fillStyle = palette.ink;
  context.arc(side / 2, side / 2, side / 2 - 0.5, 0, 2 * Math.PI);
  context.fill();
  return context.getImageData(0, 0, side, side);
}

function layers(palette: Palette, withOwnMap: boolean): LayerSpecification[] {
  const own: LayerSpecification[] = [
    { id: "own-woods", type: "fill", source: "own", "source-layer": "landuse", filter: ["in", ["get", "kind"], ["literal", ["forest", "wood", "park", "nature_reserve"]]], paint: { "fill-color": palette["map-line"], "fill-opacity": 0.12 } },
    { id: "own-water", type: "fill", source: "own", "source-layer": "water", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": palette["map-water"] } },
    { id: "own-rivers", type: "line", source: "own", "source-layer": "water", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": palette["map-water"], "line-width": 1.2 } },
    { id: "own-roads", type: "line", source: "own", "source-layer": "roads", paint: { "line-color": palette["map-line"], "line-opacity": 0.5, "line-width": ["match", ["get", "kind"], "highway", 1.6, "major_road", 1.1, 0.6] } },
  ];
  const chosen = ["boolean", ["get", "chosen"], false] as const;
  return [
    { id: "water", type: "background", paint: { "background-color": palette["map-water"] } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": palette["map-land"], "fill-antialias": false } },
    ...(withOwnMap ? own : []),
    ...kinds.map((kind): LayerSpecification => {
      const { width, dots, opacity } = lineStyles[kind];
      return {
        id: `lines-${kind}`,
        type: "line",
        source: "lines",
        ...(kind === "division" && { minzoom: 3 }),
        filter: ["==", ["get", "kind"], kind],
        layout: { "line-join": "round", "line-cap": "round" },
        paint: {
          "line-color": palette["map-line"],
          "line-width": width,
          "line-opacity": opacity,
          // Lengths of dashes are told in widths of the line.
          ...(dots.length > 0 && { "line-dasharray": dots.map((length) => length / width) }),
        },
      };
    }),
    { id: "areas", type: "fill", source: "areas", paint: { "fill-pattern": "hatch", "fill-opacity": ["case", ["get", "pointed"], 0.8, 0.4] } },
    { id: "area-edges", type: "line", source: "areas", paint: { "line-color": ["case", [...chosen], palette.focus, ["get", "pointed"], palette.ink, palette.muted], "line-width": ["case", [...chosen], 3, ["get", "pointed"], 2, 1], "line-dasharray": edgeDashes } },
    labelsOf("area", palette),
    labelsOf("place", palette),
    labelsOf("country", palette),
    { id: "area-counts", type: "symbol", source: "marks", filter: ["==", ["get", "kind"], "area"], layout: { "icon-image": ["case", [...chosen], "plate-chosen", "plate"], "icon-text-fit": "width", "icon-text-fit-padding": [0, 6, 0, 6], "text-field": ["get", "text"], "text-font": plain, "text-size": 12, "icon-allow-overlap": true, "text-allow-overlap": true }, paint: { "text-color": palette.ink } },
    { id: "groups", type: "circle", source: "marks", filter: ["==", ["get", "kind"], "many"], layout: { "circle-sort-key": ["get", "order"] }, paint: { "circle-radius": ["get", "radius"], "circle-color": palette.ground, "circle-stroke-color": palette.ink, "circle-stroke-width": 1.8 } },
    { id: "pointed", type: "circle", source: "marks", filter: ["all", ["!=", ["get", "kind"], "area"], ["get", "pointed"]], paint: { "circle-radius": ["+", ["get", "radius"], 4], "circle-opacity": 0, "circle-stroke-color": palette.ink, "circle-stroke-width": 1.5 } },
    { id: "chosen-ground", type: "circle", source: "marks", filter: ["all", ["!=", ["get", "kind"], "area"], ["get", "chosen"]], paint: { "circle-radius": ["+", ["get", "radius"], 3.5], "circle-opacity": 0, "circle-stroke-color": palette.ground, "circle-stroke-width": 5 } },
    { id: "chosen", type: "circle", source: "marks", filter: ["all", ["!=", ["get", "kind"], "area"], ["get", "chosen"]], paint: { "circle-radius": ["+", ["get", "radius"], 4], "circle-opacity": 0, "circle-stroke-color": palette.focus, "circle-stroke-width": 3 } },
    // Placed last, and first to have room: names give way to marks.
    { id: "marks", type: "symbol", source: "marks", filter: ["!=", ["get", "kind"], "area"], layout: { "icon-image": ["case", ["==", ["get", "kind"], "one"], ["get", "icon"], "none"], "text-field": ["get", "text"], "text-font": plain, "text-size": 12, "icon-allow-overlap": true, "text-allow-overlap": true, "symbol-sort-key": ["get", "order"] }, paint: { "text-color": palette.ink } },
  ];
}

function collection(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

function landOf(sheets: readonly Sheet[]): FeatureCollection {
  return collection(sheets.map(({ land }) => ({ type: "Feature", properties: {}, geometry: land })));
}

function linesOf(sheets: readonly Sheet[]): FeatureCollection {
  return collection(sheets.flatMap(({ lines }) => kinds.map((kind) => ({ type: "Feature", properties: { kind }, geometry: lines[kind] }))));
}

function asShapes(areas: readonly Area[]): FeatureCollection {
  return collection(areas.map((one) => ({ ...one.shape, properties: { chosen: one.isChosen, pointed: one.isPointed } })));
}

function asNames(labels: readonly Label[]): FeatureCollection {
  return collection(
    labels.map(({ text, kind, rank, ...at }) => ({
      type: "Feature",
      properties: { text, kind, rank },
      geometry: { type: "Point", coordinates: [lon(at.x), lat(at.y)] },
    })),
  );
}

export async function glEngine(setting: Setting): Promise<Engine> {
  set();
  const { element, language, ready, failed } = setting;
  let { palette, sheets } = setting;
  const withOwnMap = await asksForOwnMap();
  const style = (): StyleSpecification => ({
    version: 8,
    sources: {
      land: { type: "geojson", data: landOf(sheets) },
      lines: { type: "geojson", data: linesOf(sheets) },
      areas: { type: "geojson", data: collection([]) },
      names: { type: "geojson", data: collection([]) },
      marks: { type: "geojson", data: collection([]) },
      ...(withOwnMap && { own: { type: "vector" as const, url: `pmtiles://${location.origin}${ownMap}` } }),
    },
    layers: layers(palette, withOwnMap),
  });
  const canvasOf = (view: View) => ({ center: [view.lon, view.lat] as [number, number], zoom: view.zoom });
  const renderer = new Renderer({
    container: element,
    style: style(),
    ...canvasOf(setting.view),
    interactive: false,
    attributionControl: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    maxZoom: 14,
    // Letters are drawn by the browser: no file of them is asked for.
    localIdeographFontFamily: plain.join(", "),
  });
  renderer.getCanvas().setAttribute("aria-hidden", "true");
  renderer.getCanvas().removeAttribute("tabindex");
  const pictures = () => ({ ...images(palette), spot: spot(palette), none: new ImageData(1, 1) });
  await new Promise<void>((loaded, broke) => {
    renderer.once("load", () => loaded());
    renderer.once("error", ({ error }) => broke(error));
  });
  renderer.on("error", ({ error }) => console.warn("map:", error.message));
  renderer.on("webglcontextlost", failed);
  for (const [name, image] of Object.entries(pictures())) renderer.addImage(name, image, { pixelRatio: ratio });
  const put = (name: string, data: FeatureCollection) => void renderer.getSource<GeoJSONSource>(name)?.setData(data);
  let last: Scene | null = null;

  return {
    name: "gl",
    show(view) {
      renderer.jumpTo(canvasOf(view));
    },
    lay(what) {
      if (what === sheets) return;
      sheets = what;
      put("land", landOf(sheets));
      put("lines", linesOf(sheets));
    },
    draw(scene) {
      // Only what is another than before is drawn anew.
      if (scene.marks !== last?.marks || scene.areas !== last.areas) put("marks", asPoints(scene, language));
      if (scene.areas !== last?.areas) put("areas", asShapes(scene.areas));
      if (scene.labels !== last?.labels) put("names", asNames(scene.labels));
      last = scene;
      renderer.once("idle", ready);
    },
    resize(_: Size) {
      renderer.resize();
    },
    dress(to) {
      palette = to;
      for (const [name, image] of Object.entries(pictures())) renderer.updateImage(name, image);
      for (const layer of layers(palette, withOwnMap)) {
        for (const [name, value] of Object.entries(layer.paint ?? {})) {
          renderer.setPaintProperty(layer.id, name as "fill-color", value as string);
        }
      }
    },
    drawn() {
      return renderer.queryRenderedFeatures({ layers: ["marks", "groups", "area-counts", "areas"] }).length;
    },
    end() {
      renderer.remove();
    },
  };
}
