// Rows of eight columns with two masked, in chunks as they come from a socket: DataRow messages through the module's walker and through
// the engine around it, and the three formats of COPY through the engine, each against copying the same bytes.
import { COPY_FORMAT, type CopyFormatName } from '../../compiler/abi/copy.ts';
import { ROW_OPERATION, type ColumnOperation } from '../../compiler/abi/rows.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { buildPolicy } from './engine.ts';
import { sideBySide, type Contestant, type Figure } from './measure.ts';
import { moduleRows } from './module-rows.ts';
import { against, atLeast, type Ratio, type Row } from './report.ts';
import { copyHeader, copyRows, dataRows } from './row-chunks.ts';

const MEGABYTES_PER_RUN = 140;
const WALKER_BUDGET = 3_000;

const PASS: ColumnOperation = { operation: ROW_OPERATION.pass, count: 0, constant: '' };
const PLAN: readonly ColumnOperation[] = [
  PASS,
  { operation: ROW_OPERATION.keepLast, count: 4, constant: '' },
  { operation: ROW_OPERATION.constant, count: 0, constant: '[person.email]' },
  ...Array.from({ length: 5 }, () => PASS),
];

function megabytesPerSecond(bytes: Uint8Array, work: (bytes: Uint8Array) => void): number {
  const turns = Math.ceil((MEGABYTES_PER_RUN * 1e6) / bytes.length);
  const started = performance.now();
  for (let turn = 0; turn < turns; turn += 1) work(bytes);
  return (turns * bytes.length) / 1e6 / ((performance.now() - started) / 1_000);
}

const POLICY = `policy rows
default allow
class person { ssn: column public.people.ssn }
mask all of person with keep last 4 because "bench"
`;

const FORMATS = Object.keys(COPY_FORMAT) as readonly CopyFormatName[];

function copyContestant(engine: Engine, format: CopyFormatName): Contestant {
  const stream = engine.openCopy(PLAN, { format });
  stream.mask(copyHeader(format));
  const bytes = copyRows(format);
  const mask = (chunk: Uint8Array): void => {
    if (stream.mask(chunk).status !== 'ok') throw new Error(`the ${format} stream was refused`);
  };
  return { name: format, run: () => megabytesPerSecond(bytes, mask) };
}

const row = (what: string, who: string, figure: Figure | undefined, ratio?: Ratio): Row => ({
  what,
  who,
  unit: 'MB/s',
  figure: figure ?? null,
  ...(ratio ? { ratio } : {}),
});

export async function rowRows(): Promise<readonly Row[]> {
  const { engine, wasm } = await buildPolicy(POLICY);
  const bytes = dataRows();
  const walk = await moduleRows(wasm, PLAN, bytes);
  const plan = engine.plan(PLAN);
  const figures = await sideBySide([
    { name: 'copy', run: () => megabytesPerSecond(bytes, (input) => void Uint8Array.from(input)) },
    { name: 'walker', run: () => megabytesPerSecond(bytes, walk) },
    { name: 'engine', run: () => megabytesPerSecond(bytes, (input) => void engine.maskRows(plan, input)) },
    ...FORMATS.map((format) => copyContestant(engine, format)),
  ]);
  const what = 'DataRow messages, 64 KiB chunks';
  const copy = figures.get('copy');
  const walker = figures.get('walker');
  const budget = walker && { value: walker.median / WALKER_BUDGET, to: `${WALKER_BUDGET} MB/s` };
  const ofCopy = (name: string): Ratio | undefined => against(figures.get(name), copy, 'the copy');
  return [
    row(what, 'plain copy of the chunk', copy),
    row(what, 'hpol, 2 of 8 columns masked, in the module', walker, atLeast(budget, 1)),
    row(what, 'hpol, 2 of 8 columns masked, engine', figures.get('engine'), atLeast(ofCopy('engine'), 0.9)),
    ...FORMATS.map((format) =>
      row(`COPY ${format}, 64 KiB chunks`, 'hpol, 2 of 8 columns masked, engine', figures.get(format), ofCopy(format)),
    ),
  ];
}
