// Moves plain values of this room, such as syntax trees and diagnostics, to another place in their file.
import type { Span } from '../source/span.ts';

/** The same value with every span moved by `delta`; nothing is changed in place. */
export function shiftSpans<T>(value: T, delta: number): T {
  return delta === 0 ? value : (shifted(value, delta) as T);
}

/** Nothing but a span has a number called `start`. */
function shifted(value: unknown, delta: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => shifted(item, delta));
  const { file, start, end } = value as Span;
  if (typeof start === 'number') return { file, start: start + delta, end: end + delta };
  const result: Record<string, unknown> = {};
  for (const key in value) result[key] = shifted(value[key as keyof typeof value], delta);
  return result;
}
