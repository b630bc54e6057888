// How one moves over the map: by dragging, pinching, wheel and keys. It is the same for all engines.
import { moved, nearer, type Point, type Size, type View } from "./mercator";

export interface Moves {
  view: () => View;
  size: () => Size;
  go: (view: View) => void;
  /** A tap or click that was no drag. */
  tap: (at: Point) => void;
  point: (at: Point | null) => void;
  /** What keys do that do not move. */
  key: (event: KeyboardEvent) => boolean;
}

const slack = 5;
const step = 80;

export function gestures(element: HTMLElement, moves: Moves): () => void {
  const down = new Map<number, Point>();
  let travelled = 0;
  const at = (event: PointerEvent | WheelEvent): Point => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const spread = () => {
    const [one, other] = [...down.values()];
    return one && other ? { wide: Math.hypot(one[0] - other[0], one[1] - other[1]), middle: [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2] as Point } : null;
  };

  function press(event: PointerEvent) {
    if (event.button !== 0) return;
    if (down.size === 0) travelled = 0;
    down.set(event.pointerId, at(event));
    element.setPointerCapture(event.pointerId);
  }
  function move(event: PointerEvent) {
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") moves.point(at(event));
      return;
    }
    const was = spread();
    down.set(event.pointerId, at(event));
    const now = spread();
    const to = at(event);
    const [right, below] = was && now ? [now.middle[0] - was.middle[0], now.middle[1] - was.middle[1]] : [to[0] - before[0], to[1] - before[1]];
    travelled += Math.hypot(right, below) + (was && now ? Math.abs(now.wide - was.wide) : 0);
    if (travelled <= slack) return;
    let view = moved(moves.view(), moves.size(), -right, -below);
    if (was && now && was.wide > 0) view = nearer(view, moves.size(), Math.log2(now.wide / was.wide), now.middle);
    moves.go(view);
  }
  function lift(event: PointerEvent) {
    if (!down.delete(event.pointerId)) return;
    if (event.type === "pointerup" && travelled <= slack && down.size === 0) moves.tap(at(event));
  }
  function leave() {
    moves.point(null);
  }
  function wheel(event: WheelEvent) {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    const steps = Math.max(-1, Math.min(1, (-event.deltaY * lines) / 300));
    moves.go(nearer(moves.view(), moves.size(), steps, at(event)));
  }
  function key(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [view, size] = [moves.view(), moves.size()];
    const to: Record<string, () => View> = {
      ArrowLeft: () => moved(view, size, -step, 0),
      ArrowRight: () => moved(view, size, step, 0),
      ArrowUp: () => moved(view, size, 0, -step),
      ArrowDown: () => moved(view, size, 0, step),
      "+": () => nearer(view, size, 1),
      "=": () => nearer(view, size, 1),
      "-": () => nearer(view, size, -1),
    };
    const go = to[event.key];
    if (go) moves.go(go());
    else if (!moves.key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  const listeners = {
    pointerdown: press,
    pointermove: move,
    pointerup: lift,
    pointercancel: lift,
    pointerleave: leave,
    keydown: key,
  } as const;
  for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener as EventListener);
  element.addEventListener("wheel", wheel, { passive: false });
  return () => {
    for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener as EventListener);
    element.removeEventListener("wheel", wheel);
  };
}
