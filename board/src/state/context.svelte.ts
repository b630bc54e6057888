// What every screen needs to know: the sides of the conflict, and who one is.
import { get, prove, type Schema } from "../api/client";

export interface Session {
  /** Whether there are accounts here; without them, everybody on this machine may do everything. */
  accounts: boolean;
  name: string | null;
  role: "reader" | "analyst" | "admin" | null;
  csrf: string | null;
}

type Ledger = Schema["Ledger"];
/** Colours that there are for sides; further sides share the last one. */
const hues = 6;

class Context {
  ledger = $state.raw<Ledger | null>(null);
  session = $state.raw<Session | null>(null);

  /** The name of a side. */
  nameOf(side: string | null | undefined): string {
    return this.ledger?.sides.find((one) => one.id === side)?.name ?? side ?? "";
  }
  /** Which colour a side has: by its place in the packs, never by what it is. */
  hueOf(side: string | null | undefined): number {
    const at = this.ledger?.sides.findIndex((one) => one.id === side) ?? -1;
    return at < 0 ? hues : Math.min(at + 1, hues);
  }
  /** Whether one may change something. */
  get mayWrite() {
    return this.session === null || !this.session.accounts || this.session.role === "analyst" || this.session.role === "admin";
  }
}

export const context = new Context();

export function setSides(ledger: Ledger | null) {
  if (ledger) context.ledger = ledger;
}

export function whoami() {
  get<Session>("/api/v1/session").then(
    (session) => {
      context.session = session;
      prove(session.csrf);
    },
    () => {
      // Where one cannot be told, one reads as anybody.
    },
  );
}
