// The door of the analysis: a query string to the facts of its statements. Results are kept by text, search path and catalog.
import { analyzeStatement } from './analyze-statement.ts';
import type { Catalog } from './catalog-index.ts';
import { countCharacters } from './count-characters.ts';
import { emptyFacts, unreadableFacts } from './empty-facts.ts';
import type { AnalysisContext, StatementFacts } from './facts.ts';
import { fingerprintOf, parseText, prepareParser } from './parser.ts';
import type { Ast } from './parser.ts';

const MAX_CACHED = 4000;
/** Search paths that are kept apart at a time; a client can make up any number. */
const MAX_PATHS = 20;
/** Longer texts are rarely sent twice. */
const MAX_CACHED_CHARACTERS = 20_000;
/** Statements of one text: a text of many short ones would hold up everybody else. */
const MAX_STATEMENTS = 10_000;

/** What these mean depends on names that the session gives, so they are not kept. */
const NAMES_MATTER: ReadonlySet<string> = new Set(['EXECUTE', 'FETCH', 'MOVE', 'EXPLAIN', 'PREPARE', 'DECLARE']);

type Kept = Map<string, readonly StatementFacts[]>;

/** Two generations: what is used again moves to the young one, and the old one is dropped as a whole when the young one is full. */
class Cache {
  #young: Kept = new Map();
  #old: Kept = new Map();

  get(text: string): readonly StatementFacts[] | undefined {
    const young = this.#young.get(text);
    if (young !== undefined) return young;
    const old = this.#old.get(text);
    if (old !== undefined) this.set(text, old);
    return old;
  }

  set(text: string, facts: readonly StatementFacts[]): void {
    if (this.#young.size >= MAX_CACHED / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, facts);
  }
}

const caches = new WeakMap<Catalog, Map<string, Cache>>();
/** Search paths are few values that are passed again and again; their joined text is kept with them. */
const pathTexts = new WeakMap<readonly string[], string>();

function cacheFor(catalog: Catalog, searchPath: readonly string[]): Cache {
  const byPath = caches.get(catalog) ?? new Map<string, Cache>();
  caches.set(catalog, byPath);
  const path = pathTexts.get(searchPath) ?? searchPath.join('\0');
  pathTexts.set(searchPath, path);
  const cache = byPath.get(path) ?? new Cache();
  if (byPath.size >= MAX_PATHS && !byPath.has(path)) byPath.clear();
  byPath.set(path, cache);
  return cache;
}

/** Loads the parser. Call once before anything is analysed. */
export const prepareAnalysis = async (): Promise<void> => prepareParser();

interface Piece {
  readonly text: string;
  readonly base: number;
  readonly start: number;
}

/** The texts of several statements, without the space around them, and where they lie in bytes and in characters. */
function piecesOf(bytes: Buffer, statements: readonly Ast.RawStmt[]): readonly Piece[] {
  let before = { base: 0, start: 0 };
  return statements.map(({ stmt_location: from = 0, stmt_len: length = 0 }) => {
    const raw = bytes.subarray(from, length > 0 ? from + length : bytes.length).toString('utf8');
    const text = raw.trimStart();
    const base = from + Buffer.byteLength(raw) - Buffer.byteLength(text);
    before = { base, start: before.start + countCharacters(bytes.subarray(before.base, base)) };
    return { text: text.trimEnd(), ...before };
  });
}

const withName = (
  names: ReadonlyMap<string, StatementFacts>,
  name: string,
  facts: StatementFacts,
): ReadonlyMap<string, StatementFacts> => new Map([...names, [name, facts]]);

/** A text that is refused for everybody: what it does could not be told. */
const unread = (sql: string, because: string, unanalyzed = because): StatementFacts =>
  unreadableFacts(sql, unanalyzed, { always: true, because: `the statement cannot be read: ${because}` });

function analyzeText(sql: string, catalog: Catalog, context: AnalysisContext): readonly StatementFacts[] {
  const parsed = parseText(sql);
  if (parsed.kind === 'rejected') {
    const facts = unreadableFacts(sql, `it cannot be parsed: ${parsed.message}`, null);
    const before = Array.from(sql)
      .slice(0, Math.max(0, parsed.position - 1))
      .join('');
    return [{ ...facts, unanalyzedAt: parsed.position === 0 ? -1 : Buffer.byteLength(before) }];
  }
  if (parsed.kind === 'failed') return [unread(sql, parsed.message, `it cannot be parsed: ${parsed.message}`)];
  if (parsed.statements.length === 0) return [emptyFacts(sql)];
  if (parsed.statements.length > MAX_STATEMENTS)
    return [unread(sql, `it holds more than ${MAX_STATEMENTS} statements`)];
  const alone = parsed.statements.length === 1;
  const pieces = alone ? [{ text: sql, base: 0, start: 0 }] : piecesOf(Buffer.from(sql), parsed.statements);
  let current = context;
  return pieces.flatMap((piece, index) => {
    const statement = parsed.statements[index];
    if (statement?.stmt === undefined) return [unreadableFacts(piece.text, 'it cannot be parsed', null)];
    const facts = analyzeStatement(catalog, current, statement.stmt, {
      ...piece,
      fingerprint: fingerprintOf(piece.text),
    });
    // Later statements of the same text see the names that earlier ones give.
    if (facts.defines?.kind === 'prepared')
      current = { ...current, prepared: withName(current.prepared, facts.defines.name, facts.defines.facts) };
    if (facts.defines?.kind === 'cursor')
      current = { ...current, cursors: withName(current.cursors, facts.defines.name, facts.defines.facts) };
    return [facts];
  });
}

/** A bug must refuse, not let pass. */
function analyzeSafely(sql: string, catalog: Catalog, context: AnalysisContext): readonly StatementFacts[] {
  try {
    return analyzeText(sql, catalog, context);
  } catch (error) {
    return [unread(sql, error instanceof RangeError ? 'it is nested too deeply' : 'the analysis failed')];
  }
}

/**
 * The facts of every statement of a query string, in order. Never throws. A text that cannot be parsed gives one statement `UNKNOWN`
 * that is not analyzed. `prepareAnalysis` must have finished before.
 */
export function analyzeQuery(sql: string, catalog: Catalog, context: AnalysisContext): readonly StatementFacts[] {
  if (sql.length > MAX_CACHED_CHARACTERS) return analyzeSafely(sql, catalog, context);
  // What the session has made is nobody else's.
  if ((context.made?.length ?? 0) > 0) return analyzeSafely(sql, catalog, context);
  const cache = cacheFor(catalog, context.searchPath);
  const before = cache.get(sql);
  if (before !== undefined) return before;
  const found = analyzeSafely(sql, catalog, context);
  const depends = found.some((facts) => facts.hazard?.always === true || NAMES_MATTER.has(facts.command));
  if (!depends) cache.set(sql, found);
  return found;
}
