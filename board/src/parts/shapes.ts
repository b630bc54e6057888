// Shapes of statuses, on a ground of 16 by 16; maps and lines of time draw the same ones.

export interface Shape {
  name: string;
  path: string;
  fill: "full" | "open";
}

export const shapes = {
  diamond: { name: "diamond", path: "M8 1.5 14.5 8 8 14.5 1.5 8Z", fill: "full" },
  dot: { name: "dot", path: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z", fill: "full" },
  square: { name: "square", path: "M3 3H13V13H3Z", fill: "full" },
  half: { name: "half", path: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12ZM8 2V14M8 5H4M8 8H2.5M8 11H4", fill: "open" },
  cross: { name: "cross", path: "M3 3 13 13M13 3 3 13", fill: "open" },
  ring: { name: "ring", path: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z", fill: "open" },
  triangle: { name: "triangle", path: "M8 2 14.5 13.5H1.5Z", fill: "open" },
} as const satisfies Record<string, Shape>;

const of: Record<string, Shape> = {
  contested: shapes.diamond,
  contested_mutual: shapes.diamond,
  denied_by_accused: shapes.diamond,
  contested_by_third_party: shapes.diamond,
  denied_happened: shapes.diamond,
  corroborated_occurrence: shapes.dot,
  observer_recorded: shapes.dot,
  corroborated_independent: shapes.dot,
  observer_attributed: shapes.dot,
  agreed: shapes.square,
  multi_party_agreed: shapes.square,
  acknowledged: shapes.square,
  self_reported: shapes.square,
  one_sided: shapes.half,
  one_sided_unanswered: shapes.half,
  observer_reported_secondhand: shapes.triangle,
  outlet_reported_uncontested: shapes.triangle,
  retracted: shapes.cross,
};

/** The shape of a status; a ring where nothing is decided. */
export function shapeOf(status: string): Shape {
  return of[status] ?? shapes.ring;
}
