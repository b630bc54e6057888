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

/** Asks. */
export function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return answered<T>(fetch(url, { signal: signal ?? null, headers: { accept: "application/json" } }));
}

/** Milliseconds. */
export const askedAgainAfter = 5000;

/** Whether what went wrong is over in a while, as where what was known at another time is being put together. */
export const isPassing = (problem: Problem) => problem.status === 503;

/** Asks for something to its end: each part of it tells where the next one begins. */
export async function getParts<T>(url: string, take: (part: T) => void, signal?: AbortSignal): Promise<void> {
  for (let next: string | null = url; next; ) {
    const asked = fetch(next, { signal: signal ?? null, headers: { accept: "application/json" } });
    take(await answered<T>(asked));
    next = following((await asked).headers.get("link"), next);
  }
}

/** Asks for a list to its end. */
export async function getAll<T>(url: string, signal?: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  await getParts<T[]>(url, (part) => void all.push(...part), signal);
  return all;
}

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
