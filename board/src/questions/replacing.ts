// What can take the place of a correction, in the form in which it is asked for.
import type { Ask, Listed } from "../api/questions";

/** How one takes the place of it: by another text for the same, by its opposite, or on the report itself. */
export type Way = { by: "text"; is: string } | { by: "opposite" } | { by: "report" };

type Key = readonly [string, string];

function isKey(value: unknown): value is Key {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "string");
}

const written = ([document, event]: Key) => `${document}#${event}`;

export function way(of: Listed): Way {
  switch (of.change) {
    case "edit": {
      const value = of["value"];
      return { by: "text", is: typeof value === "string" ? value : JSON.stringify(value) };
    }
    case "relabel":
      return { by: "text", is: String(of["label"] ?? "") };
    case "answer_sought":
      return { by: "text", is: String(of["found"] ?? "") };
    case "merge":
    case "split":
      return { by: "opposite" };
    default:
      return { by: "report" };
  }
}

/** The change that takes its place; nothing where that is done on the report. */
export function replacing(of: Listed, text: string): Ask | null {
  const instead_of = of.record;
  const mention = of["mention"];
  const [one, other] = [of["one"], of["other"]];
  switch (of.change) {
    case "edit":
      return { change: "edit", document: of["document"], target: of["target"], field: of["field"], value: text, instead_of };
    case "relabel":
      return isKey(mention) ? { change: "relabel", incident: written(mention), label: text, instead_of } : null;
    case "answer_sought":
      return isKey(mention) ? { change: "answer_sought", incident: written(mention), side: of["side"], found: text, instead_of } : null;
    case "merge":
    case "split": {
      const change = of.change === "merge" ? "split" : "merge";
      return isKey(one) && isKey(other) ? { change, one: written(one), other: written(other), instead_of } : null;
    }
    default:
      return null;
  }
}
