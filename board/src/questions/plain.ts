// A briefing as text without marks, to be taken elsewhere.
import type { Brief } from "../api/questions";

/** Words for what a briefing does not say itself. */
export interface Heads {
  title: string;
  window: string;
  sources: string;
}

export function plain(brief: Brief, heads: Heads): string {
  const lines = [heads.title, heads.window];
  if (brief.precision) lines.push(brief.precision);
  for (const section of brief.sections) {
    lines.push("", section.title.toUpperCase());
    if (section.items.length === 0) lines.push(section.empty);
    for (const item of section.items) {
      for (const line of item.lines) lines.push(`${"  ".repeat(line.level)}${line.level === 0 ? "" : "- "}${line.text} [${line.cites.join(", ")}]${marks(line.marks)}`);
    }
  }
  lines.push("", heads.sources.toUpperCase());
  for (const cite of brief.citations) {
    const words = cite.words.map((one) => one.exact).join(" … ");
    const facts = [`${cite.document}#${cite.statement}`, cite.outlet, cite.published, cite.uri].filter(Boolean);
    lines.push(`[${cite.number}] ${facts.join(" · ")}: «${words}»`);
  }
  lines.push("", ...brief.limits);
  return `${lines.join("\n")}\n`;
}

function marks(all: readonly string[]): string {
  return all.length === 0 ? "" : ` (${all.join(", ")})`;
}
