import { describe, expect, it } from "vitest";
import { differences, shared } from "./diff";

const left = (changes: ReturnType<typeof differences>) => changes.filter((one) => one.kind !== "right").map((one) => one.text).join("");
const right = (changes: ReturnType<typeof differences>) => changes.filter((one) => one.kind !== "left").map((one) => one.text).join("");

describe("differences", () => {
  const pairs: [string, string][] = [
    ["two members were hurt", "three members of the staff were hurt"],
    ["", "all is new"],
    ["all is gone", ""],
    ["the same", "the same"],
    ["a b a b", "b a b a"],
    ["Обстріл 💥 тривав.", "Обстріл тривав, 💥 мовляв."],
    ["One.\n\nTwo.", "One.\n\nTwo and a half.\n"],
  ];

  it("hold both texts whole", () => {
    for (const [a, b] of pairs) {
      const changes = differences(a, b);
      expect(left(changes)).toBe(a);
      expect(right(changes)).toBe(b);
    }
  });

  it("are told word by word", () => {
    expect(differences("two were hurt", "three were hurt")).toEqual([
      { kind: "left", text: "two" },
      { kind: "right", text: "three" },
      { kind: "same", text: " were hurt" },
    ]);
    expect(differences("a lone x common y end of it all", "a lone z common w end of it all").map((one) => one.text)).toEqual([
      "a lone ",
      "x common y",
      "z common w",
      " end of it all",
    ]);
    expect(shared(differences("x", "x"))).toBe(1);
    expect(shared(differences("x", "y"))).toBe(0);
  });

  it("of long texts are told by paragraphs, and soon", () => {
    const long = (word: string) => Array.from({ length: 400 }, (_, at) => `${word} ${at} ${"and so on ".repeat(10)}`).join("\n");
    const [a, b] = [`${long("x")}\nshared`, `shared\n${long("y")}`];
    const began = performance.now();
    const changes = differences(a, b);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(left(changes)).toBe(a);
    expect(right(changes)).toBe(b);
  });
});
