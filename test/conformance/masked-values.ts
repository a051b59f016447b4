// The other half of the corpus: files of values and what must come of each under a transform, for a type and a wire format.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compile } from '../../lang/check/testing.ts';
import { SQL_TYPES } from '../../lang/vocabulary/sql-types.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import type { Program } from '../../lang/program/program.ts';
import type { WireFormat } from '../../runtime/postgres/enforcement/column-operation.ts';
import { CORPUS_FOLDER, expanded, refuseOtherKeys } from './corpus-file.ts';

/** A text, the bytes of `{ hex: "…" }`, or null for NULL. */
type Written = string | { readonly hex: string } | null;

/** Values of one type under one transform. */
export interface ValueTable {
  readonly file: string;
  readonly name: string;
  /** As a policy writes it: `keep last 4`. */
  readonly transform: string;
  /** Names of PostgreSQL, or numbers of types that have no name here. */
  readonly types: readonly (string | number)[];
  readonly formats: readonly ('text' | 'binary')[];
  /** Detectors of the class, as a policy writes them. */
  readonly detect: readonly string[];
  /** The key of pseudonyms. */
  readonly key: string;
  readonly values: readonly (readonly [value: Written, masked: Written])[];
}

const KEYS = ['name', 'transform', 'types', 'formats', 'detect', 'key', 'values'];

export const isValueFile = (name: string): boolean => name.endsWith('.values.yaml');

export function valueTables(): readonly ValueTable[] {
  return readdirSync(CORPUS_FOLDER)
    .filter(isValueFile)
    .sort()
    .flatMap((file) => {
      const tables = expanded(parse(readFileSync(join(CORPUS_FOLDER, file), 'utf8'))) as readonly Partial<ValueTable>[];
      return tables.map((table) => readTable(file, table));
    });
}

function readTable(file: string, table: Partial<ValueTable>): ValueTable {
  refuseOtherKeys(`${file}: ${table.name}`, table, KEYS);
  const { name, transform, types = ['text'], formats = ['text'], detect = [], key = '', values } = table;
  if (name === undefined || transform === undefined || values === undefined || values.length === 0)
    throw new Error(`${file}: a table lacks its name, transform or values`);
  return { file, name, transform, types, formats, detect, key, values };
}

export const MEMBER = 'c.v';

/** A policy that masks its one member by the transform. */
export function programOfTable({ transform, detect }: ValueTable): Program {
  const detectors = detect.map((detector) => ` detect ${detector}`).join('');
  const { program, diagnostics } = compile(
    `policy p default allow class c { v: column s.t.v${detectors} } mask m of c with ${transform} because "x"`,
  );
  if (program === null) throw new Error(`${transform}: ${diagnostics.map(({ message }) => message).join('; ')}`);
  return program;
}

export function transformOf(program: Program): Transform {
  const [rule] = program.rules;
  const entry = rule?.kind === 'mask' ? rule.entries[0] : undefined;
  if (entry === undefined) throw new Error('the policy has no mask');
  return entry.transform;
}

export function oidOf(type: string | number): number {
  if (typeof type === 'number') return type;
  const found = SQL_TYPES.find(({ names }) => names.includes(type));
  if (found === undefined) throw new Error(`nobody knows the type ${type}`);
  return found.oid;
}

export const FORMATS: Readonly<Record<'text' | 'binary', WireFormat>> = { text: 0, binary: 1 };

export function bytesOf(written: Written): Uint8Array | null {
  if (written === null) return null;
  return typeof written === 'string'
    ? new TextEncoder().encode(written)
    : new Uint8Array(Buffer.from(written.hex, 'hex'));
}
