// Colours of the map, from the page's style.
const names = ["ground", "ink", "muted", "map-land", "map-water", "map-line", "link", "focus"] as const;
export type Palette = Record<(typeof names)[number], string>;

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Palette;
}

/** On paper. */
export const paper: Palette = {
  ground: "#fff",
  ink: "#000",
  muted: "#333",
  "map-land": "#fff",
  "map-water": "#e8e8e8",
  "map-line": "#777",
  link: "#000",
  focus: "#000",
};
