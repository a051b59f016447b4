// Moves plain values of this room, such as syntax trees and diagnostics, to another place in their file.

/** The same value with every span moved by `delta`; nothing is changed in place. */
export function shiftSpans<T>(value: T, delta: number): T {
  return delta === 0 ? value : (shifted(value, delta) as T);
}

function shifted(value: unknown, delta: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shifted(item, delta));
  if (typeof value !== 'object' || value === null) return value;
  if ('start' in value && 'end' in value && 'file' in value) {
    return { file: value.file, start: Number(value.start) + delta, end: Number(value.end) + delta };
  }
  const result: Record<string, unknown> = {};
  for (const key in value) result[key] = shifted(value[key as keyof typeof value], delta);
  return result;
}
