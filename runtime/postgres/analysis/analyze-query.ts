// The door of the analysis: a query string to the facts of its statements. Results are kept by text, search path and catalog.
import { analyzeStatement } from './analyze-statement.ts';
import type { Catalog } from './catalog-index.ts';
import { countCharacters } from './count-characters.ts';
import type { AnalysisContext, Hazard, StatementFacts } from './facts.ts';
import { fingerprintOf, parseText, prepareParser } from './parser.ts';

const MAX_CACHED = 2000;
/** Longer texts are rarely sent twice. */
const MAX_CACHED_CHARACTERS = 20_000;

/** Names of statements and cursors decide what these mean, so they are not kept. */
const NAMES_MATTER = /\b(?:execute|fetch|move)\b/i;

const caches = new WeakMap<Catalog, Map<string, readonly StatementFacts[]>>();

/** Loads the parser. Call once before anything is analysed. */
export const prepareAnalysis = async (): Promise<void> => prepareParser();

/** Facts of a text that could not be read: nothing is known, so everything is possible. */
function unreadable(text: string, because: string, hazard: Hazard | null): StatementFacts {
  return {
    command: 'UNKNOWN',
    category: 'other',
    text,
    start: 0,
    fingerprint: '',
    relations: [],
    reads: [],
    filtersOn: [],
    writes: [],
    returns: [],
    filtered: false,
    limit: null,
    functions: [],
    copiesTo: null,
    analyzed: false,
    unanalyzedBecause: because,
    outputs: null,
    uses: [],
    hazard,
    defines: null,
  };
}

function empty(text: string): StatementFacts {
  return { ...unreadable(text, '', null), command: 'EMPTY', analyzed: true, unanalyzedBecause: null };
}

interface Piece {
  readonly text: string;
  readonly base: number;
  readonly start: number;
}

/** The text of one of several statements, without the space around it, and where it lies in bytes and in characters. */
function pieceOf(bytes: Buffer, from: number, length: number): Piece {
  const end = length > 0 ? from + length : bytes.length;
  const raw = bytes.subarray(from, end).toString('utf8');
  const text = raw.trimStart();
  const base = from + Buffer.byteLength(raw) - Buffer.byteLength(text);
  return { text: text.trimEnd(), base, start: countCharacters(bytes.subarray(0, base)) };
}

const withName = (
  names: ReadonlyMap<string, StatementFacts>,
  name: string,
  facts: StatementFacts,
): ReadonlyMap<string, StatementFacts> => new Map([...names, [name, facts]]);

function analyzeText(sql: string, catalog: Catalog, context: AnalysisContext): readonly StatementFacts[] {
  const parsed = parseText(sql);
  if (parsed.kind === 'rejected') return [unreadable(sql, `it cannot be parsed: ${parsed.message}`, null)];
  if (parsed.kind === 'failed') {
    return [
      unreadable(sql, `it cannot be parsed: ${parsed.message}`, {
        always: true,
        because: `the statement cannot be read: ${parsed.message}`,
      }),
    ];
  }
  if (parsed.statements.length === 0) return [empty(sql)];
  const bytes = Buffer.from(sql);
  let current = context;
  return parsed.statements.flatMap((statement) => {
    const alone = parsed.statements.length === 1;
    const piece = alone
      ? { text: sql, base: 0, start: 0 }
      : pieceOf(bytes, statement.stmt_location ?? 0, statement.stmt_len ?? 0);
    if (statement.stmt === undefined) return [unreadable(piece.text, 'it cannot be parsed', null)];
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

/**
 * The facts of every statement of a query string, in order. Never throws. A text that cannot be parsed gives one statement `UNKNOWN`
 * that is not analyzed. `prepareAnalysis` must have finished before.
 */
export function analyzeQuery(sql: string, catalog: Catalog, context: AnalysisContext): readonly StatementFacts[] {
  if (sql.length > MAX_CACHED_CHARACTERS || NAMES_MATTER.test(sql)) return analyzeText(sql, catalog, context);
  const cache = caches.get(catalog) ?? new Map<string, readonly StatementFacts[]>();
  caches.set(catalog, cache);
  const key = `${context.searchPath.join('\0')}\0\0${sql}`;
  const before = cache.get(key);
  if (before !== undefined) {
    // Moved to the end: the first entry is the one that was not used for longest.
    cache.delete(key);
    cache.set(key, before);
    return before;
  }
  const found = analyzeText(sql, catalog, context);
  const readable = found.every((facts) => facts.hazard?.always !== true);
  if (readable) cache.set(key, found);
  const oldest = cache.keys().next().value;
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
  return found;
}
