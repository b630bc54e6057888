import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./palette.css", import.meta.url), "utf8");

function colours(selector: string): Record<string, string> {
  const block = css.split(`${selector} {`)[1]?.split("}")[0] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name!, value!]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const texts = ["ink", "muted", "link", "alert"];
const grounds = ["ground", "raised", "sunk", "chosen", "marked", "assert", "deny", "partial", "comment", "alert-ground"];
const marks = ["edge", "focus", "side-1", "side-2", "side-3", "side-4", "side-5", "side-6"];

describe.each([
  ["light", ":root"],
  ["dark", ':root[data-theme="dark"]'],
])("the %s palette", (_name, selector) => {
  const palette = colours(selector);

  it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))("%s can be read on %s", (text, ground) => {
    expect(contrast(palette[text]!, palette[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(marks.flatMap((mark) => ["ground", "raised", "chosen", "map-land", "map-water"].map((ground) => [mark, ground] as const)))("%s can be seen on %s", (mark, ground) => {
    expect(contrast(palette[mark]!, palette[ground]!)).toBeGreaterThanOrEqual(3);
  });

  it("has lines of the map that can be seen", () => {
    expect(contrast(palette["map-line"]!, palette["map-land"]!)).toBeGreaterThanOrEqual(2.8);
  });
});
