// Detectors over synthetic clinical notes, as a stream in chunks: all of them at once on notes without a hit, and on notes as
// they are against V8's own RegExps, and RE2 where it is installed, run one by one over the same text.
import { DETECTORS } from '../../lang/vocabulary/detectors.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { loadDetectors } from '../detectors/find-hits.ts';
import { makeNotes } from '../detectors/notes.ts';
import { buildPolicy } from './engine.ts';
import { sideBySide, type Contestant, type Figure } from './measure.ts';
import { against, atLeast, type Ratio, type Row } from './report.ts';

const SEED = 20_261_123;
const TEXT_BYTES = 1 << 20;
const CHUNK_BYTES = 64 * 1_024;
const GIGABYTES_A_SECOND = 1;
const TIMES_V8 = 3;

/** The first that is installed is measured; none is a dependency, because the native one needs a compiler. */
const RE2_PACKAGES = ['re2', 're2-wasm', 're2js'];

/** What three patterns cost when they are all that a policy has. */
const FEW = `policy few
default allow
class phi {
  ssn: detect /\\b\\d{3}[- ]\\d{2}[- ]\\d{4}\\b/
  mrn: detect /\\bMRN:? ?\\d{6,10}\\b/
  email: detect /\\b[A-Za-z0-9._%+\\-]+@[A-Za-z0-9\\-]+(?:\\.[A-Za-z0-9\\-]+)*\\.[A-Za-z]{2,24}\\b/
}
`;

function noteText(): string {
  const notes = makeNotes(SEED, 4_000).map(({ text }) => text);
  const text = notes.join('\n\n');
  return text.repeat(Math.ceil(TEXT_BYTES / text.length)).slice(0, TEXT_BYTES);
}

/** The text without its hits, and without those that it has because of that. */
function withoutHits(engine: Engine, text: string): string {
  for (let left = text; ;) {
    const next = left
      .split('\n\n')
      .map((note) => engine.scrub(note).replaceAll(/\[(?:found\.d_|phi\.)\w+\]/g, ''))
      .join('\n\n');
    const whole = engine.scrub(next);
    if (whole === next) return next;
    left = whole.replaceAll(/\[(?:found\.d_|phi\.)\w+\]/g, '');
  }
}

/** Gigabytes a second of one stream. */
function scanRate(engine: Engine, bytes: Uint8Array): number {
  const started = performance.now();
  const scan = engine.openScan();
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) scan.write(bytes.subarray(at, at + CHUNK_BYTES));
  scan.end();
  return bytes.length / 1e6 / (performance.now() - started);
}

interface Pattern {
  exec(text: string): { index: number; readonly [group: number]: string | undefined } | null;
  lastIndex: number;
}

/** Gigabytes a second when each pattern goes over the whole text. */
function oneByOneRate(patterns: readonly Pattern[], text: string): number {
  const started = performance.now();
  for (const pattern of patterns) {
    pattern.lastIndex = 0;
    while (pattern.exec(text) !== null);
  }
  return text.length / 1e6 / (performance.now() - started);
}

type Compile = (source: string, flags: string) => Pattern;

async function findRe2(): Promise<{ readonly name: string; readonly compile: Compile } | null> {
  for (const name of RE2_PACKAGES) {
    const loaded: unknown = await import(name).catch(() => null);
    const compile = loaded === null ? null : compilerOf(loaded);
    if (compile) return { name, compile };
  }
  return null;
}

/** The packages' shapes: a class as the module, or as its member `RE2`; that of re2js is another, and not asked. */
function compilerOf(loaded: unknown): Compile | null {
  const { RE2, default: main } = loaded as { readonly RE2?: unknown; readonly default?: unknown };
  const Class = (RE2 ?? main) as (new (source: string, flags: string) => Pattern) | undefined;
  return typeof Class === 'function' ? (source, flags) => new Class(source, flags) : null;
}

const few = { name: 'few', what: 'notes without a hit, 3 patterns' };
const all = { name: 'all', what: `notes without a hit, ${DETECTORS.length} detectors` };

const enough = (figure: Figure | undefined): Ratio | undefined =>
  figure && {
    value: figure.median,
    to: '1 GB/s',
    budget: { text: `≥ ${GIGABYTES_A_SECOND} GB/s`, isMet: figure.median >= GIGABYTES_A_SECOND },
  };

export async function detectorRows(): Promise<readonly Row[]> {
  const engine = await loadDetectors();
  const fewEngine = (await buildPolicy(FEW)).engine;
  const text = noteText();
  const bytes = new TextEncoder().encode(text);
  const quiet = new TextEncoder().encode(withoutHits(engine, text));
  const fewQuiet = new TextEncoder().encode(withoutHits(fewEngine, text));
  const v8 = DETECTORS.map(({ pattern, flags }) => new RegExp(pattern, `gu${flags}`));
  const re2 = await findRe2();
  const contestants: readonly Contestant[] = [
    { name: few.name, run: () => scanRate(fewEngine, fewQuiet) },
    { name: all.name, run: () => scanRate(engine, quiet) },
    { name: 'dense', run: () => scanRate(engine, bytes) },
    { name: 'v8', run: () => oneByOneRate(v8, text) },
  ];
  const figures = await sideBySide(contestants);
  const get = (name: string): Figure | null => figures.get(name) ?? null;
  const unit = 'GB/s';
  const who = 'hpol, 64 KiB chunks';
  const row = (what: string, name: string, ratio: Ratio | undefined): Row => ({
    what,
    who,
    unit,
    figure: get(name),
    ...(ratio ? { ratio } : {}),
  });
  const dense = `notes, ${DETECTORS.length} detectors`;
  const timesV8 = atLeast(against(figures.get('dense'), figures.get('v8'), 'the RegExps'), TIMES_V8);
  return [
    row(few.what, few.name, enough(figures.get(few.name))),
    row(all.what, all.name, enough(figures.get(all.name))),
    row(dense, 'dense', timesV8),
    { what: dense, who: 'V8 RegExp, one by one', unit, figure: get('v8') },
    await re2Row(dense, re2, text),
  ];
}

async function re2Row(what: string, re2: Awaited<ReturnType<typeof findRe2>>, text: string): Promise<Row> {
  const row = { what, who: 'RE2, one by one', unit: 'GB/s', figure: null };
  if (!re2) return { ...row, absent: `none of ${RE2_PACKAGES.join(', ')} is installed` };
  try {
    const patterns = DETECTORS.map(({ pattern, flags }) => re2.compile(pattern, `gu${flags}`));
    const figures = await sideBySide([{ name: re2.name, run: () => oneByOneRate(patterns, text) }]);
    return { ...row, who: `${re2.name}, one by one`, figure: figures.get(re2.name) ?? null };
  } catch (error) {
    return { ...row, absent: `${re2.name}: ${error instanceof Error ? error.message : 'it fails'}` };
  }
}
