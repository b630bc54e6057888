// What can take the place of a correction, in the form in which it is asked for.
import type { Ask, Listed } from "../api/questions";

/** How one takes the place of it: by another text for the same, by its opposite, or on the report itself. */
export type Way = { by: "text"; is: string } | { by: "opposite" } | { by: "report" };

type Key = readonly [string, string];

const written = ([document, event]: Key) => `${document}#${event}`;

export function way(of: Listed): Way {
  switch (of.change) {
    case "edit":
      return { by: "text", is: typeof of.value === "string" ? of.value : JSON.stringify(of.value) };
    case "relabel":
      return { by: "text", is: of.label };
    case "answer_sought":
      return { by: "text", is: of.found };
    case "merge":
    case "split":
      return { by: "opposite" };
    default:
      return { by: "report" };
  }
}

/** The change that takes its place; nothing where that is done on the report. */
export function replacing(of: Listed, text: string): (Ask & { instead_of: number }) | null {
  const instead_of = of.record;
  switch (of.change) {
    case "edit":
      return { change: "edit", document: of.document, target: of.target, field: of.field, value: text, instead_of };
    case "relabel":
      return { change: "relabel", incident: written(of.mention), label: text, instead_of };
    case "answer_sought":
      return { change: "answer_sought", incident: written(of.mention), side: of.side, found: text, instead_of };
    case "merge":
      return { change: "split", one: written(of.one), other: written(of.other), instead_of };
    case "split":
      return { change: "merge", one: written(of.one), other: written(of.other), instead_of };
    default:
      return null;
  }
}
