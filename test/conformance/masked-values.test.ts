// Every value of the tables through the gateway's own choice of an operation and the row walker of a compiled module, one value a row and
// all of them as one stream.
import { describe, expect, test } from 'vitest';
import { ROW_OPERATION } from '../../compiler/abi/rows.ts';
import { concat, encodeRow } from '../../compiler/kernel/testing-rows.ts';
import type { Program } from '../../lang/program/program.ts';
import { columnOperation } from '../../runtime/postgres/enforcement/column-operation.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import { bundleOf } from './engines.ts';
import {
  bytesOf,
  FORMATS,
  MEMBER,
  oidOf,
  programOfTable,
  transformOf,
  valueTables,
  type ValueTable,
} from './masked-values.ts';

const TABLES = valueTables();
const CASES = TABLES.flatMap((table) =>
  table.types.flatMap((type) =>
    table.formats.map((format) => ({
      table,
      type,
      format,
      name: `${table.transform} of ${type}, ${format}: ${table.name}`,
    })),
  ),
);
const programs = new Map(TABLES.map((table) => [table, programOfTable(table)]));
const programOf = (table: ValueTable): Program => programs.get(table) ?? programOfTable(table);
const operationOf = ({ table, type, format }: (typeof CASES)[number]): ReturnType<typeof columnOperation> =>
  columnOperation(
    { kind: 'mask', member: MEMBER, transform: transformOf(programOf(table)) },
    oidOf(type),
    FORMATS[format],
  );

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test.each(CASES)('$name', async (one) => {
  const { table } = one;
  const engine = await loadEngine(bundleOf(programOf(table)));
  engine.setKey(new TextEncoder().encode(table.key));
  const plan = engine.plan([operationOf(one)]);
  const values = table.values.map(([value]) => value);
  const wanted = table.values.map(([, masked]) => hex(encodeRow([bytesOf(masked)])));
  const found = values.map((value) => hex(engine.maskRows(plan, encodeRow([bytesOf(value)])).output));
  expect(values.map((value, row) => [value, found[row]])).toEqual(values.map((value, row) => [value, wanted[row]]));
  const stream = concat(values.map((value) => encodeRow([bytesOf(value)])));
  const { output, consumed } = engine.maskRows(plan, stream);
  expect([hex(output), consumed]).toEqual([wanted.join(''), stream.length]);
});

describe('the tables', () => {
  test('reach every operation but the one that passes values on', () => {
    const reached = new Set<number>(CASES.map((one) => operationOf(one).operation));
    const missing = Object.entries(ROW_OPERATION).filter(([, number]) => !reached.has(number));
    expect(missing.map(([name]) => name)).toEqual(['pass']);
  });
});
