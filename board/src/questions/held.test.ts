import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Holding } from "./held";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function holding() {
  const sent: string[] = [];
  return { sent, held: new Holding<string>((one) => sent.push(one), () => undefined, 10_000) };
}

test("what is held is sent after its time", () => {
  const { sent, held } = holding();
  held.hold("a");
  vi.advanceTimersByTime(9_999);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual(["a"]);
});

test("what is undone is never sent", () => {
  const { sent, held } = holding();
  held.hold("a");
  expect(held.undo()).toBe("a");
  vi.advanceTimersByTime(20_000);
  expect(sent).toEqual([]);
  expect(held.undo()).toBeNull();
});

test("the next sends the one before, each once", () => {
  const { sent, held } = holding();
  held.hold("a");
  held.hold("b");
  expect(sent).toEqual(["a"]);
  held.now();
  vi.advanceTimersByTime(20_000);
  expect(sent).toEqual(["a", "b"]);
});
