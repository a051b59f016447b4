// Rows through the module: DataRow messages of eight columns with two masked, in chunks as they come from a socket,
// against copying the same bytes.
import type { ColumnOperation } from '../../compiler/abi/rows.ts';
import { buildPolicy } from './engine.ts';
import { sideBySide } from './measure.ts';
import { against, atLeast, type Row } from './report.ts';

const ROWS = 1_000;
const CHUNK_BYTES = 64 * 1_024;
const MEGABYTES_PER_RUN = 140;

const PASS: ColumnOperation = { operation: 0, count: 0, constant: '' };

function dataRow(values: readonly string[]): Buffer {
  const cells = values.map((value) => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  const body = Buffer.concat(cells);
  const head = Buffer.alloc(7);
  head.write('D');
  head.writeInt32BE(body.length + 6, 1);
  head.writeInt16BE(values.length, 5);
  return Buffer.concat([head, body]);
}

/** About 64 KiB of whole messages. */
function chunk(): Uint8Array {
  const rows = Array.from({ length: ROWS }, (_, n) =>
    dataRow(
      `${n}|9${n % 100}-01-${1_000 + n}|person${n}@example.org|Given${n}|Family${n}|Duluth|2024-03-01 10:00:00+00|c4ca4238a0b923820dcc509a6f75849b`.split(
        '|',
      ),
    ),
  );
  let bytes = 0;
  return Buffer.concat(rows.filter((row) => (bytes += row.length) <= CHUNK_BYTES));
}

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

export async function rowRows(): Promise<readonly Row[]> {
  const { engine } = await buildPolicy(POLICY);
  const columns = Array.from({ length: 8 }, (): ColumnOperation => PASS);
  columns[1] = { operation: 4, count: 4, constant: '' };
  columns[2] = { operation: 2, count: 0, constant: '[person.email]' };
  const plan = engine.plan(columns);
  const bytes = chunk();
  const figures = await sideBySide([
    { name: 'copy', run: () => megabytesPerSecond(bytes, (input) => void Uint8Array.from(input)) },
    { name: 'mask', run: () => megabytesPerSecond(bytes, (input) => void engine.maskRows(plan, input)) },
  ]);
  const ratio = atLeast(against(figures.get('mask'), figures.get('copy'), 'the copy'), 0.9);
  const what = 'DataRow messages, 64 KiB chunks';
  return [
    { what, who: 'plain copy of the chunk', unit: 'MB/s', figure: figures.get('copy') ?? null },
    {
      what,
      who: 'hpol, 2 of 8 columns masked',
      unit: 'MB/s',
      figure: figures.get('mask') ?? null,
      ...(ratio ? { ratio } : {}),
    },
  ];
}
