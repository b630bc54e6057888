// What an engine does: it draws, and nothing else. What one points at and how one moves is the same for all.
import type { Sheet } from "./lines";
import type { Palette } from "./palette";
import type { Scene } from "./scene";
import type { Size, View } from "./mercator";

export interface Engine {
  readonly name: "gl" | "canvas";
  show(view: View): void;
  /** What the map is drawn of. */
  lay(sheets: readonly Sheet[]): void;
  draw(scene: Scene): void;
  resize(size: Size): void;
  dress(palette: Palette): void;
  /** How many marks and areas are on the screen, by what draws them; where that can be told. */
  drawn?(): number;
  end(): void;
}

export interface Setting {
  element: HTMLElement;
  sheets: readonly Sheet[];
  palette: Palette;
  view: View;
  size: Size;
  language: string;
  /** Everything that was to be drawn is drawn. */
  ready: () => void;
  /** It cannot draw any more. */
  failed: () => void;
}

export const fonts = '"Noto Sans", "Liberation Sans", "DejaVu Sans", system-ui, sans-serif';
