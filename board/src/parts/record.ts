// Corrections as they are asked for.

/** A change, as POST /corrections takes it, without who makes it and why. */
export type Wish = { change: string } & Record<string, unknown>;

/** What came of a correction. */
export interface Effect {
  record: number;
  /** Whether it had been recorded before under the same key. */
  again?: boolean;
  changed?: { areas: Record<string, { incident: { id: string; label: string } }[]> };
}

/** A key by which a request that is sent twice is known to be one. */
export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
