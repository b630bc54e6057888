// What the server is asked, and how its answers and failures come back.
import { following } from "./following";
import type { components } from "./schema";

export type Schema = components["schemas"];
export type Problem = Schema["Problem"];

/** An answer that is none. */
export class Failed extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

const unreachable: Problem = { title: "unreachable", status: 0, detail: "" };

export type Parameters = Record<string, string | number | boolean | null | undefined>;

/** The address of a question. */
export function address(path: string, parameters: Parameters = {}): string {
  const said = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
  return `/api/v1/${path}${text ? `?${text}` : ""}`;
}

async function answered<T>(asked: Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failed(unreachable);
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  // Whoever is not known, or not any more, signs in and comes back.
  if (response.status === 401) location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);
  const said: unknown = await response.json().catch(() => null);
  throw new Failed(isProblem(said) ? said : { title: response.statusText, status: response.status, detail: "" });
}

function isProblem(said: unknown): said is Problem {
  return typeof said === "object" && said !== null && "detail" in said && "status" in said;
}

/** Asks, for what is answered and what is told beside it. */
async function getWith<T>(url: string | URL, signal?: AbortSignal): Promise<{ body: T; headers: Headers }> {
  const asked = fetch(url, { signal: signal ?? null, headers: { accept: "application/json" } });
  return { body: await answered<T>(asked), headers: (await asked).headers };
}

/** Asks. */
export const get = async <T>(url: string, signal?: AbortSignal): Promise<T> => (await getWith<T>(url, signal)).body;

/** Milliseconds. */
export const askedAgainAfter = 5000;

/** Whether what went wrong is over in a while, as where what was known at another time is being put together. */
export const isPassing = (problem: Problem) => problem.status === 503;

/** How much of a list comes at once at most. */
const partMost = 1000;

/** The beginning of a list. */
export interface Some<T, P = T[]> {
  all: T[];
  /** How many the whole list has. */
  total: number;
  /** What its first part says besides. */
  first: P;
}

/** How many a list has of which an answer is a part. */
function totalOf(headers: Headers): number | null {
  const total = headers.get("total-count");
  return total === null ? null : Number(total);
}

/** How many a list has. */
export const count = async (url: string, signal?: AbortSignal): Promise<number> => totalOf((await getWith(url, signal)).headers) ?? 0;

/** Asks for the first of a list, as many as the address says by `limit`, in as many parts as it takes; for all without one. */
export function some<T, P>(of: (part: P) => readonly T[]) {
  return async (url: string, signal?: AbortSignal): Promise<Some<T, P>> => {
    const wanted = Number(new URL(url, location.origin).searchParams.get("limit") ?? Infinity);
    const all: T[] = [];
    let [total, first]: [number | null, P | null] = [null, null];
    for (let next: string | null = url; next && all.length < wanted; ) {
      const part = new URL(next, location.origin);
      part.searchParams.set("limit", String(Math.min(wanted - all.length, partMost)));
      const { body, headers } = await getWith<P>(part, signal);
      first ??= body;
      total = totalOf(headers);
      all.push(...of(body));
      next = following(headers.get("link"), next);
    }
    return { all, total: total ?? all.length, first: first as P };
  };
}

/** The same of what is a list and nothing else. */
export const getSome = <T>(url: string, signal?: AbortSignal): Promise<Some<T>> => some<T, T[]>((part) => part)(url, signal);

/** Asks for a list to its end. */
export const getAll = async <T>(url: string, signal?: AbortSignal): Promise<T[]> => (await getSome<T>(url, signal)).all;

let proof: string | null = null;

/** What proves, where there are accounts, that a page of ours asks for a change. */
export function prove(token: string | null) {
  proof = token;
}

/** Asks for a change. A key makes that it is made once, however often it is sent. */
export function post<T>(url: string, body: BodyInit, type: string, key: string | null = null): Promise<T> {
  const headers: Record<string, string> = { "content-type": type, accept: "application/json" };
  if (proof) headers["x-fogline-csrf"] = proof;
  if (key) headers["idempotency-key"] = key;
  return answered<T>(fetch(url, { method: "POST", body, headers }));
}

export function remove(url: string): Promise<void> {
  const headers: Record<string, string> = proof ? { "x-fogline-csrf": proof } : {};
  return answered<void>(fetch(url, { method: "DELETE", headers }));
}
