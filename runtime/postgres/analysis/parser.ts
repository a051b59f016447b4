// The adapter of libpg-query: PostgreSQL's own parser as WASM. It drives the module underneath the package's wrapper, because a stack
// overflow leaves an instance corrupt for good: the instance is thrown away and a spare one takes its place.
import { createRequire } from 'node:module';
import type { RawStmt } from 'libpg-query';
import { scannerHazard } from './scanner-limits.ts';

export type * as Ast from 'libpg-query';
export type { Node, SelectStmt } from 'libpg-query';

/** What Emscripten gives, as far as it is used here. */
interface ParserInstance {
  _malloc(bytes: number): number;
  _free(address: number): void;
  _wasm_parse_query_raw(text: number): number;
  _wasm_free_parse_result(result: number): void;
  _wasm_fingerprint(text: number): number;
  _wasm_parse_plpgsql(text: number): number;
  _wasm_free_string(text: number): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, address: number, capacity: number): void;
  UTF8ToString(address: number): string;
  getValue(address: number, type: 'i32'): number;
}

export type ParseOutcome =
  | { readonly kind: 'parsed'; readonly statements: readonly RawStmt[] }
  /** A syntax error: the server would say the same. */
  | {
      readonly kind: 'rejected';
      readonly message: string;
      /** Where, in characters from 1; 0 when the parser does not say. */
      readonly position: number;
    }
  /** The parser itself gave up, so nothing is known about the text. */
  | { readonly kind: 'failed'; readonly message: string };

/** Longer texts are not parsed: the tree takes some fifty times the space. */
const MAX_STATEMENT_BYTES = 4 * 1024 * 1024;
const SPARES = 3;
const EXHAUSTED = /memory exhausted|stack depth|out of memory/i;

const instances: ParserInstance[] = [];
let starting: Promise<void> | null = null;

async function fill(): Promise<void> {
  const create = createRequire(import.meta.url)('libpg-query/wasm/libpg-query.js') as () => Promise<ParserInstance>;
  while (instances.length < SPARES) instances.push(await create());
}

/** Loads the parser, once. Everything else here is synchronous and needs it. */
export async function prepareParser(): Promise<void> {
  starting ??= fill().finally(() => {
    starting = null;
  });
  await starting;
}

function withText<T>(text: string, use: (instance: ParserInstance, address: number) => T): T | null {
  const instance = instances[0];
  if (instance === undefined) return null;
  try {
    const bytes = instance.lengthBytesUTF8(text) + 1;
    const address = instance._malloc(bytes);
    instance.stringToUTF8(text, address, bytes);
    const result = use(instance, address);
    instance._free(address);
    return result;
  } catch {
    // A trap or an overflow: null says so, and this instance is not used again.
    instances.shift();
    // Not here: the stack may be at its end, and loading would fail as well, with nobody to hear of it.
    setImmediate(() => void prepareParser());
    return null;
  }
}

function readParse(instance: ParserInstance, address: number): ParseOutcome {
  const result = instance._wasm_parse_query_raw(address);
  if (result === 0) return { kind: 'failed', message: 'the parser has no memory left' };
  const error = instance.getValue(result + 8, 'i32');
  const tree = instance.getValue(result, 'i32');
  let outcome: ParseOutcome;
  if (error !== 0) {
    const message = instance.UTF8ToString(instance.getValue(error, 'i32'));
    const position = instance.getValue(error + 16, 'i32');
    outcome = EXHAUSTED.test(message) ? { kind: 'failed', message } : { kind: 'rejected', message, position };
  } else {
    const parsed = JSON.parse(instance.UTF8ToString(tree)) as { stmts?: RawStmt[] };
    outcome = { kind: 'parsed', statements: parsed.stmts ?? [] };
  }
  instance._wasm_free_parse_result(result);
  return outcome;
}

/** Parses a query string. Never throws. */
export function parseText(text: string): ParseOutcome {
  if (text.includes('\0')) return { kind: 'failed', message: 'the text holds a NUL character' };
  if (!text.isWellFormed()) return { kind: 'failed', message: 'the text is not well-formed Unicode' };
  if (Buffer.byteLength(text) > MAX_STATEMENT_BYTES) {
    return { kind: 'failed', message: `the text is longer than ${MAX_STATEMENT_BYTES} bytes` };
  }
  const costly = scannerHazard(text);
  if (costly !== null) return { kind: 'failed', message: costly };
  return withText(text, readParse) ?? { kind: 'failed', message: 'the text is nested too deeply' };
}

/**
 * Parses the body of a function in PL/pgSQL, given as a whole CREATE FUNCTION: the tree as libpg_query prints it, or null where it does
 * not parse. Never throws.
 */
export function parsePlpgsql(text: string): unknown {
  if (text.includes('\0') || !text.isWellFormed() || Buffer.byteLength(text) > MAX_STATEMENT_BYTES) return null;
  const printed = withText(text, (instance, address) => {
    const result = instance._wasm_parse_plpgsql(address);
    const tree = instance.UTF8ToString(result);
    instance._wasm_free_string(result);
    return tree;
  });
  // A complaint of the parser comes as plain text.
  if (printed === null || !printed.startsWith('{')) return null;
  try {
    return JSON.parse(printed);
  } catch {
    return null;
  }
}

/** A digest that is equal for statements that differ in constants only; empty when there is none. */
export function fingerprintOf(text: string): string {
  const found = withText(text, (instance, address) => {
    const result = instance._wasm_fingerprint(address);
    const digest = instance.UTF8ToString(result);
    instance._wasm_free_string(result);
    return digest;
  });
  return found !== null && /^[0-9a-f]{16}$/.test(found) ? found : '';
}
