import { expect, test } from "vitest";
import type { Brief } from "../api/questions";
import { plain } from "./plain";

test("every sentence keeps its citation", () => {
  const brief = {
    precision: null,
    sections: [
      { id: "new", title: "What is new", empty: "", items: [{ incident: "i1", lines: [{ level: 0, text: "It began.", cites: [1], marks: [] }, { level: 1, text: "Said «x».", cites: [1, 2], marks: ["machine-read"] }] }] },
      { id: "agreed", title: "Agreed", empty: "Nothing.", items: [] },
    ],
    citations: [{ number: 1, document: "08", statement: "s1", words: [{ exact: "a" }, { exact: "b" }], outlet: "Northwire", published: null, uri: null }],
    limits: ["It cannot tell all."],
  } as unknown as Brief;
  expect(plain(brief, { title: "Report", window: "15 to 17", sources: "Sources" })).toBe(
    `Report
15 to 17

WHAT IS NEW
It began. [1]
  - Said «x». [1, 2] (machine-read)

AGREED
Nothing.

SOURCES
[1] 08#s1 · Northwire: «a … b»

It cannot tell all.
`,
  );
});
