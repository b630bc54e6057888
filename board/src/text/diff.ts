// What two texts have in common, word by word.

export interface Change {
  kind: "same" | "left" | "right";
  text: string;
}

/** Cells of the table beyond which texts are compared by paragraphs. */
const most = 9_000_000;

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*|[^\s\p{L}\p{N}]/gu) ?? [];
}

function paragraphs(text: string): string[] {
  return text.match(/[^\n]+\n*|\n+/g) ?? [];
}

/** What stands in both texts, what only in the one and what only in the other, in order. */
export function differences(left: string, right: string): Change[] {
  const [a, b] = [words(left), words(right)];
  const ends = trimmedEnds(a, b);
  const isLong = (a.length - ends.head - ends.tail) * (b.length - ends.head - ends.tail) > most;
  return isLong ? compared(paragraphs(left), paragraphs(right)) : settled(compared(a, b));
}

/** Common words that are too few to mean something between two changes. */
const few = 3;

/** Draws together changes between which hardly a word is common, so that each is told as a whole. */
function settled(changes: readonly Change[]): Change[] {
  const out: Change[] = [];
  let [left, right] = ["", ""];
  const put = () => {
    if (left) out.push({ kind: "left", text: left });
    if (right) out.push({ kind: "right", text: right });
    [left, right] = ["", ""];
  };
  for (const [at, one] of changes.entries()) {
    const isBetween = left + right !== "" && at < changes.length - 1;
    if (one.kind === "left") left += one.text;
    else if (one.kind === "right") right += one.text;
    else if (isBetween && (one.text.match(/[\p{L}\p{N}]+/gu) ?? []).length < few) {
      left += one.text;
      right += one.text;
    } else {
      put();
      out.push(one);
    }
  }
  put();
  return out;
}

/** How much two lists have in common at their beginning and, behind that, at their end. */
function trimmedEnds(a: readonly string[], b: readonly string[]): { head: number; tail: number } {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return { head, tail };
}

function compared(a: readonly string[], b: readonly string[]): Change[] {
  const { head, tail } = trimmedEnds(a, b);
  const [rows, columns] = [a.length - head - tail, b.length - head - tail];
  const out: Change[] = [];
  const put = (kind: Change["kind"], text: string) => {
    const last = out.at(-1);
    if (last?.kind === kind) last.text += text;
    else out.push({ kind, text });
  };
  for (const word of a.slice(0, head)) put("same", word);
  if (rows * columns > most) {
    // Not even paragraphs can be held against one another: what is between the ends is told as it stands.
    for (const word of a.slice(head, a.length - tail)) put("left", word);
    for (const word of b.slice(head, b.length - tail)) put("right", word);
  } else {
    // How long the longest common part is from each pair of places on.
    const width = columns + 1;
    const longest = new Uint16Array((rows + 1) * width);
    for (let row = rows - 1; row >= 0; row -= 1) {
      for (let column = columns - 1; column >= 0; column -= 1) {
        const here = row * width + column;
        longest[here] =
          a[head + row] === b[head + column] ? longest[here + width + 1]! + 1 : Math.max(longest[here + width]!, longest[here + 1]!);
      }
    }
    let [row, column] = [0, 0];
    while (row < rows || column < columns) {
      const here = row * width + column;
      if (row < rows && column < columns && a[head + row] === b[head + column]) {
        put("same", a[head + row]!);
        row += 1;
        column += 1;
      } else if (row < rows && (column === columns || longest[here + width]! >= longest[here + 1]!)) {
        put("left", a[head + row]!);
        row += 1;
      } else {
        put("right", b[head + column]!);
        column += 1;
      }
    }
  }
  for (const word of a.slice(a.length - tail)) if (tail > 0) put("same", word);
  return out;
}

/** The share of the words of both texts that stand in both, from 0 to 1. */
export function shared(changes: readonly Change[]): number {
  const count = (kinds: Change["kind"][]) => changes.filter((one) => kinds.includes(one.kind)).reduce((sum, one) => sum + one.text.length, 0);
  const all = 2 * count(["same"]) + count(["left", "right"]);
  return all === 0 ? 1 : (2 * count(["same"])) / all;
}
