// The hash of a file as OPA's bundle signatures have it: over the bytes, except that a data document and the manifest are hashed as JSON
// with sorted keys and without spaces, so that their layout does not count. Follows v1/bundle/hash.go of OPA 1.22.
import { createHash } from 'node:crypto';

/** Throws when a file that must be JSON is none. `name` has no leading slash. */
export function opaHash(name: string, bytes: Uint8Array): string {
  const content = isDocument(name) ? canonicalJson(bytes) : bytes;
  return createHash('sha256').update(content).digest('hex');
}

const isDocument = (name: string): boolean => /(^|\/)(data\.json|\.manifest)$/.test(name);

/** A number by the digits that stand in the file: OPA keeps them, and JavaScript would round. */
class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Sorted, without spaces, each key once, numbers digit by digit. Throws a SyntaxError, or a RangeError when it is nested too deeply. */
export function canonicalJson(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const keepNumbers: Reviver = (_key, value, { source }) =>
    typeof value === 'number' ? new NumberText(source ?? '') : value;
  return print(JSON.parse(text, keepNumbers as (key: string, value: unknown) => unknown));
}

function print(value: unknown): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value === 'string') return printText(value);
  if (Array.isArray(value)) return `[${value.map(print).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([left], [right]) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  );
  return `{${entries.map(([key, item]) => `${printText(key)}:${print(item)}`).join(',')}}`;
}

/** Go escapes two line separators that JavaScript leaves as they are. */
const printText = (text: string): string =>
  JSON.stringify(text)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
