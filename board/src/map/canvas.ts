// The engine that needs nothing but a canvas.
import type { Engine, Setting } from "./engine";
import type { Size, View } from "./mercator";
import { drawnOf, paintBase, paintScene, type Drawn } from "./paint";
import type { Palette } from "./palette";
import type { Sheet } from "./lines";
import type { Scene } from "./scene";

const drawnOnce = new WeakMap<Sheet, Drawn>();

function drawn(sheets: readonly Sheet[]): Drawn[] {
  return sheets.map((sheet) => {
    const made = drawnOnce.get(sheet) ?? drawnOf(sheet);
    drawnOnce.set(sheet, made);
    return made;
  });
}

/** Draws all of it at once, as for paper. */
export function paint(canvas: HTMLCanvasElement, sheets: readonly Sheet[], scene: Scene, view: View, size: Size, ratio: number, palette: Palette, language: string) {
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  const context = canvas.getContext("2d");
  if (!context) return;
  const frame = { context, view, size, ratio, palette };
  paintBase(frame, drawn(sheets));
  paintScene(frame, scene, language);
}

export function canvasEngine({ element, language, ready, ...first }: Setting): Engine {
  let { palette, view, size, sheets } = first;
  let scene: Scene = { marks: [], areas: [], labels: [] };
  let hasScene = false;
  // The base changes when one moves, the scene with every brush: it is drawn over a picture of the base.
  const under = document.createElement("canvas");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  element.append(canvas);
  let asked = 0;
  let isBaseOld = true;
  const ratio = () => Math.min(2, devicePixelRatio || 1);

  function fit() {
    for (const one of [under, canvas]) {
      one.width = Math.max(1, Math.round(size.width * ratio()));
      one.height = Math.max(1, Math.round(size.height * ratio()));
    }
    isBaseOld = true;
  }

  function now() {
    asked = 0;
    const [below, above] = [under.getContext("2d", { alpha: false }), canvas.getContext("2d", { alpha: false })];
    if (!below || !above) return;
    const frame = { view, size, ratio: ratio(), palette };
    if (isBaseOld) paintBase({ ...frame, context: below }, drawn(sheets));
    isBaseOld = false;
    above.setTransform(1, 0, 0, 1, 0, 0);
    above.drawImage(under, 0, 0);
    paintScene({ ...frame, context: above }, scene, language);
    if (hasScene) ready();
  }

  function soon() {
    asked ||= requestAnimationFrame(now);
  }

  fit();
  soon();
  return {
    name: "canvas",
    show(to) {
      view = to;
      isBaseOld = true;
      soon();
    },
    lay(what) {
      sheets = what;
      isBaseOld = true;
      soon();
    },
    draw(what) {
      scene = what;
      hasScene = true;
      soon();
    },
    resize(to) {
      size = to;
      fit();
      soon();
    },
    dress(to) {
      palette = to;
      isBaseOld = true;
      soon();
    },
    end() {
      cancelAnimationFrame(asked);
      canvas.remove();
    },
  };
}
