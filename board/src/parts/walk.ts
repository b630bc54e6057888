/** The place one comes to by a step: the first from nowhere, never past an end. */
export function step(from: number, by: number, size: number): number {
  if (size === 0) return -1;
  return from < 0 ? 0 : Math.max(0, Math.min(size - 1, from + by));
}

/** The link by which a row is opened. */
export function shown(row: HTMLElement | null): HTMLElement | null {
  return row?.querySelector<HTMLElement>("[data-opens]") ?? row?.querySelector<HTMLElement>("a") ?? null;
}
