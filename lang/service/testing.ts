// Test support: policies with a cursor in them. `|` marks the place, as in `iden|tity`. Not part of the product.
import type { SchemaRelation } from '../check/schema.ts';
import { parse } from '../parser/parse.ts';
import type { Span } from '../source/span.ts';
import { completeAt, type Completion } from './completion.ts';
import { analyzePolicy, type AnalyzedFile, type PolicyAnalysis } from './policy-analysis.ts';

export interface Opened {
  readonly analysis: PolicyAnalysis;
  /** The file with the cursor; the root where there is none. */
  readonly file: string;
  readonly text: string;
  readonly offset: number;
}

/** A clinic's schema, which every `.sql` path gives. */
export const CLINIC: readonly SchemaRelation[] = [
  relation('clinical', 'patients', {
    id: 'integer',
    ssn: 'text',
    first_name: 'text',
    last_name: 'text',
    Alias: 'text',
  }),
  relation('clinical', 'encounters', { id: 'integer', notes: 'text' }),
  relation('staff', 'people', { ssn: 'text', salary: 'numeric(10,2)' }),
];

function relation(schema: string, name: string, columns: Readonly<Record<string, string>>): SchemaRelation {
  return { schema, name, columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })) };
}

/** Files by path, or one text that is the root; the first is the root. */
export function open(sources: string | Readonly<Record<string, string>>): Opened {
  const marked = typeof sources === 'string' ? { 'main.hpol': sources } : sources;
  const [root = ''] = Object.keys(marked);
  const [file, offset] = Object.entries(marked)
    .map(([path, text]): readonly [string, number] => [path, text.indexOf('|')])
    .find(([, at]) => at >= 0) ?? [root, 0];
  const texts = Object.fromEntries(Object.entries(marked).map(([path, text]) => [path, text.replace('|', '')]));
  const analysis = analyzePolicy(root, {
    load: (path) => texts[path] ?? (path.endsWith('.sql') ? '' : undefined),
    loadSchema: () => ({ relations: CLINIC, problems: [] }),
    parse,
  });
  return { analysis, file, text: texts[file] ?? '', offset };
}

/** The analysis of a file that must be there. */
export function fileOf({ analysis, file }: Opened): AnalyzedFile {
  const found = analysis.files.get(file);
  if (!found) throw new Error(`no ${file}`);
  return found;
}

/** The text of a span with its line, counted from 1: `2:phi`. */
export function textAt({ analysis }: Opened, span: Span): string {
  const text = analysis.files.get(span.file)?.text ?? '';
  const line = text.slice(0, span.start).split('\n').length;
  const name = span.file === analysis.root ? '' : `${span.file}:`;
  return `${name}${line}:${text.slice(span.start, span.end)}`;
}

/** What completion offers at the cursor; undefined where it offers nothing at all. */
export function completionOf(sources: string | Readonly<Record<string, string>>): Completion | undefined {
  const { analysis, text, offset } = open(sources);
  return completeAt(analysis, text, offset);
}

export const labelsOf = (sources: string | Readonly<Record<string, string>>): readonly string[] =>
  (completionOf(sources)?.items ?? []).map(({ label }) => label);
