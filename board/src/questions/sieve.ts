// Filters that hold together, and what each of them alone keeps out.

/** What each filter lets through, by its name. */
export type Sieve<T> = Readonly<Record<string, ((one: T) => boolean) | null>>;

function active<T>(sieve: Sieve<T>): [string, (one: T) => boolean][] {
  return Object.entries(sieve).flatMap(([name, test]) => (test ? [[name, test]] : []));
}

export function through<T>(all: readonly T[], sieve: Sieve<T>): T[] {
  const tests = active(sieve);
  return all.filter((one) => tests.every(([, test]) => test(one)));
}

/** How much would be let through without each filter that is set. */
export function withoutEach<T>(all: readonly T[], sieve: Sieve<T>): { name: string; left: number }[] {
  return active(sieve).map(([name]) => ({ name, left: through(all, { ...sieve, [name]: null }).length }));
}

/** Whether some texts hold all words that are looked for, whatever their case. */
export function holds(words: string, texts: readonly (string | null | undefined)[]): boolean {
  const within = texts.filter(Boolean).join("\n").toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word));
}
