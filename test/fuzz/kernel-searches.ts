// The parts of the kernel against slow versions of themselves: the row walker, the JSON reader, the automata of patterns and the
// scanner of texts.
import { isDeepStrictEqual } from 'node:util';
import { array, sample, constantFrom } from 'fast-check';
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import { CompileLimit } from '../../compiler/ir/compile-limit.ts';
import { ROW_OPERATION, ROWS_STATUS } from '../../compiler/abi/rows.ts';
import { startKernel } from '../../compiler/kernel/testing-kernel.ts';
import { concat, encodeRow, operation, referenceRows, utf8, type Row } from '../../compiler/kernel/testing-rows.ts';
import { compileAutomaton } from '../../compiler/patterns/compile-automaton.ts';
import { encodeAutomaton } from '../../compiler/patterns/encode-automaton.ts';
import { slowReplace } from '../../compiler/patterns/testing-matcher.ts';
import { patternSource, patternText, shortPattern } from '../../compiler/patterns/testing-patterns.ts';
import { matchesAnywhere } from '../../compiler/patterns/testing-v8.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import { member, pattern, program } from '../conformance/build-program.ts';
import { diceOf, type Dice } from './dice.ts';
import type { Search } from './search.ts';

const KEY = utf8('a key for tests');
const OPERATIONS = Object.keys(ROW_OPERATION) as [keyof typeof ROW_OPERATION, ...(keyof typeof ROW_OPERATION)[]];

const VALUES = [
  '',
  'Ana-María',
  '123-45-6789',
  '1980-05-17',
  '1980-05-17 10:20:30.5+02',
  '0044-03-15 BC',
  'infinity',
  '94110',
  '94110-1234',
  '--',
  'a😀b',
] as const;

function value(dice: Dice): Uint8Array | null {
  if (dice.oneIn(6)) return null;
  if (dice.oneIn(3)) return Uint8Array.from(dice.some(0, 10, () => dice.below(256)));
  const text = dice.pick(VALUES);
  return utf8(dice.oneIn(20) ? text.repeat(50) : text);
}

const kernel = startKernel();
kernel.key(KEY);
kernel.exports.hpol_mark();

/** Any plan and any rows, cut anywhere, come out as the slow version says. */
function tryRows(seed: number): void {
  const dice = diceOf(seed);
  const plan = dice.some(0, 6, () => operation(dice.pick(OPERATIONS), dice.below(7), dice.pick(['', '[phi.ssn]'])));
  const rows: readonly Row[] = dice.some(0, 6, () => plan.map(() => value(dice)));
  const input = concat(rows.map(encodeRow));
  kernel.exports.hpol_reset();
  const address = kernel.plan(plan);
  const out: Uint8Array[] = [];
  let held: Uint8Array = new Uint8Array();
  for (let at = 0; at < input.length || held.length > 0;) {
    const next = Math.min(input.length, at + 1 + dice.below(input.length));
    held = concat([held, input.slice(at, next)]);
    const masked = kernel.rows(address, held, held.length * 8 + 256);
    out.push(masked.output.slice());
    held = held.slice(masked.consumed);
    if (masked.status !== ROWS_STATUS.needInput || (next === input.length && masked.consumed === 0))
      throw new Error(`status ${masked.status} after ${next} of ${input.length} bytes`);
    at = next;
  }
  const [found, wanted] = [concat(out), referenceRows(plan, rows, KEY)].map((bytes) =>
    Buffer.from(bytes).toString('hex'),
  );
  if (found !== wanted) throw new Error(`${JSON.stringify(plan)}\nfound  ${found}\nwanted ${wanted}`);
}

const TOKENS =
  String.raw`{ } [ ] , : " 0 e . 1 -0.5e2 9007199254740993 true null false "a" "b" "é" "\u00e9" "\ud83d\ude00" "\n" \ 01`.split(
    ' ',
  ) as [string, ...string[]];

type OpaFunction = (...parameters: readonly number[]) => number;

const reader = ((): ((text: string) => string | null) => {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const module = new WebAssembly.Module(new Uint8Array(compileModule(program([])).wasm));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const call = (name: string, ...parameters: readonly number[]): number =>
    (exports[name] as OpaFunction)(...parameters);
  const base = call('opa_heap_ptr_get');
  return (text) => {
    call('opa_heap_ptr_set', base);
    const bytes = Buffer.from(text);
    const address = call('opa_malloc', bytes.length);
    new Uint8Array(memory.buffer).set(bytes, address);
    const read = call('opa_json_parse', address, bytes.length);
    if (read === 0) return null;
    const dumped = call('opa_json_dump', read);
    const all = Buffer.from(memory.buffer);
    return all.toString('utf8', dumped, all.indexOf(0, dumped));
  };
})();

/** A key that may be there twice, which the module refuses and the platform does not. */
const MAY_REPEAT_A_KEY = /("[^"]*").*\1|\\u/s;

function randomJson(dice: Dice): string {
  if (dice.oneIn(2)) return dice.some(0, 12, () => dice.pick(TOKENS)).join(dice.oneIn(3) ? ' ' : '');
  const text = JSON.stringify({
    a: [dice.below(10) / 4, -dice.below(1000), null, { é: dice.pick(VALUES) }],
    [dice.pick(VALUES)]: dice.some(0, 3, () => dice.oneIn(2)),
  });
  const at = dice.below(text.length);
  return dice.oneIn(3) ? text : text.slice(0, at) + dice.pick(TOKENS) + text.slice(at + dice.below(3));
}

/** The module reads what the platform reads, as the same value, and refuses the rest. */
function tryJson(seed: number): void {
  const dice = diceOf(seed);
  for (let number = 0; number < 50; number++) {
    // What is half a pair in JavaScript has no bytes.
    const text = randomJson(dice).toWellFormed();
    const read = reader(text);
    const wanted = parsed(text);
    const isAlike =
      read === null
        ? wanted === undefined || MAY_REPEAT_A_KEY.test(text)
        : wanted !== undefined && isDeepStrictEqual(JSON.parse(read), wanted);
    if (!isAlike) throw new Error(`${JSON.stringify(text)} was read as ${read}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const texts = array(patternText, { minLength: 4, maxLength: 12 });

/** A pattern finds something exactly where the platform's own does. */
function tryAutomaton(seed: number): void {
  const [source = ''] = sample(seed % 2 === 0 ? patternSource : shortPattern, { seed, numRuns: 1 });
  const [flags = ''] = sample(constantFrom('', 'i'), { seed, numRuns: 1 });
  const { value: automaton, problem } = compileAutomaton({ source, flags });
  if (!automaton) {
    if (problem?.reason.includes('large') !== true) throw new Error(`/${source}/${flags}: ${problem?.reason}`);
    return;
  }
  kernel.exports.hpol_reset();
  const table = kernel.place(encodeAutomaton(automaton));
  for (const text of sample(texts, { seed, numRuns: 1 }).flat()) {
    if (kernel.matches(table, text) !== matchesAnywhere(source, flags, text))
      throw new Error(`/${source}/${flags} on ${JSON.stringify(text)}`);
  }
}

/** What a module replaces in a text is the leftmost, then the longest. */
async function tryScanner(seed: number): Promise<void> {
  const sources = sample(array(shortPattern, { minLength: 1, maxLength: 3 }), { seed, numRuns: 1 }).flat();
  const members = sources.map((source, number) => ({
    ...member(`c.m${number}`, []),
    detectors: [{ kind: 'pattern', pattern: pattern(source), span: pattern(source).span }] as const,
  }));
  const bundle = bundleWithin(members);
  if (bundle === null) return;
  const engine = await loadEngine(bundle);
  const slow = sources.map((source, number) => ({ source, flags: '', placeholder: `[c.m${number}]` }));
  for (const text of sample(texts, { seed, numRuns: 1 }).flat()) {
    const [found, wanted] = [engine.scrub(text), slowReplace(slow, text)];
    if (found !== wanted)
      throw new Error(`${sources.join(' and ')} on ${JSON.stringify(text)}: ${found}, not ${wanted}`);
  }
}

/** The bundle, or null where the detectors are too much for a module. */
function bundleWithin(members: NonNullable<Parameters<typeof program>[1]>['members']): Uint8Array | null {
  try {
    return writeBundle(compileModule(program([], { members: members ?? [] })));
  } catch (error) {
    if (error instanceof CompileLimit) return null;
    throw error;
  }
}

export const KERNEL_SEARCHES: readonly Search[] = [
  { name: 'rows', every: 1, run: tryRows },
  { name: 'json', every: 1, run: tryJson },
  { name: 'automata', every: 1, run: tryAutomaton },
  { name: 'scanner', every: 4, run: tryScanner },
];
