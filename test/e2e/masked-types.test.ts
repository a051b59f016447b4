// Every transform on every type in both formats, through the whole gateway: what reaches a masked client is NULL or a value that PostgreSQL
// itself takes back as one of that type, the same in text and in binary format, and what the server computes that it should be.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { types as pgTypes, type Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formOfOid, type ValueForm } from '../../lang/vocabulary/sql-types.ts';
import { alters } from '../../lang/vocabulary/type-masks.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import { TestClinic } from '../kit/clinic.ts';
import { SAMPLE_ROWS, SAMPLES, TYPE_DDL } from './type-samples.ts';
import { selectRaw, type RawResult } from './raw-rows.ts';

const TRANSFORMS: Readonly<Record<string, Transform>> = {
  redact: { kind: 'redact' },
  null: { kind: 'null' },
  pseudonym: { kind: 'pseudonym' },
  year: { kind: 'year' },
  zip3: { kind: 'zip3' },
  age90: { kind: 'age90' },
  'keep first 3': { kind: 'keep_first', count: 3 },
  'keep last 4': { kind: 'keep_last', count: 4 },
  scrub: { kind: 'scrub' },
};
const WRITTEN = Object.keys(TRANSFORMS);
const tableOf = (written: string): string => `t_${written.replaceAll(' ', '_')}`;

const POLICY = `policy types
default allow

class t {
${WRITTEN.map((written) => `  ${tableOf(written)}: column types.${tableOf(written)}.c_*`).join('\n')}
  ssn: detect us_ssn
}

mask all
  of t
  unless "clinicians" in identity.groups
  with {
${WRITTEN.map((written) => `    ${tableOf(written)}: ${written}`).join('\n')}
  }
  because "An example"
`;

let clinic: TestClinic;
let direct: Client;

beforeAll(async () => {
  const policy = join(mkdtempSync(join(tmpdir(), 'hpol-types-')), 'types.hpol');
  writeFileSync(policy, POLICY);
  clinic = await TestClinic.start({ policy });
  direct = await clinic.direct();
  await direct.query(TYPE_DDL);
  const columns = SAMPLES.map(({ name, sql }) => `${name} ${sql}`).join(', ');
  for (const written of WRITTEN) {
    const table = `types.${tableOf(written)}`;
    await direct.query(`CREATE TABLE ${table} (id int4 PRIMARY KEY, ${columns})`);
    for (const [row, values] of SAMPLE_ROWS.entries()) {
      const places = SAMPLES.map(({ sql }, index) => `CAST($${index + 1}::text AS ${sql})`).join(', ');
      await direct.query(`INSERT INTO ${table} VALUES (${row + 1}, ${places})`, [...values]);
    }
  }
  await direct.query('GRANT USAGE ON SCHEMA types TO PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA types TO PUBLIC');
});
afterAll(() => clinic.stop());

/** Row by row and column by column, without the id. */
async function read(user: 'ana' | 'bo', written: string, format: 0 | 1): Promise<RawResult> {
  const client = await clinic.wire(user);
  const result = await selectRaw(client, `SELECT * FROM types.${tableOf(written)} ORDER BY id LIMIT 1000`, format);
  client.close();
  return { typeOids: result.typeOids.slice(1), rows: result.rows.map((row) => row.slice(1)) };
}

/** What the server makes of values of the type, given back to it as parameters in that format: their text. */
async function decode(
  sql: string,
  values: readonly (Buffer | null)[],
  format: 0 | 1,
): Promise<readonly (string | null)[]> {
  const shown = values.map((_, index) => `($${index + 1}::${sql})::text`).join(', ');
  const parameters = values.map((value) => (format === 1 ? value : (value?.toString('utf8') ?? null)));
  const { rows } = await direct.query<{ shown: (string | null)[] }>(`SELECT ARRAY[${shown}] AS shown`, parameters);
  return rows[0]!.shown;
}

const NUMBERS: readonly ValueForm[] = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'];

/** What the server says that the masked values are, by its own arithmetic; null where it has no say. */
function oracle(written: string, column: string, form: ValueForm): string | null {
  const isNumber = NUMBERS.includes(form) && alters(TRANSFORMS[written]!, form);
  const number = `CASE WHEN ${column}::text IN ('NaN', 'Infinity') OR ${column} < 0 THEN NULL`;
  if (written === 'age90' && isNumber) return `${number} WHEN ${column} > 89 THEN 90 ELSE ${column} END`;
  if (written === 'zip3' && isNumber)
    return `${number} WHEN ${column} > 99999 OR ${column} <> trunc(${column}) THEN NULL
      WHEN trunc(${column} / 100) = 36 THEN 0 ELSE trunc(${column} / 100) END`;
  if (written === 'year' && (form === 'date' || form === 'timestamp'))
    return `CASE WHEN isfinite(${column}) AND ${column} >= '0001-01-01' AND ${column} < '10000-01-01' THEN date_trunc('year', ${column}) END`;
  return null;
}

/** True for a number or a date that a driver could not make out. */
const isUnreadable = (decoded: unknown): boolean =>
  decoded === undefined || Number.isNaN(decoded) || (decoded instanceof Date && Number.isNaN(decoded.getTime()));

describe.each(WRITTEN)('%s', (written) => {
  const transform = TRANSFORMS[written]!;
  const results = { original: [] as RawResult[], masked: [] as RawResult[] };
  beforeAll(async () => {
    for (const format of [0, 1] as const) {
      results.original.push(await read('bo', written, format));
      results.masked.push(await read('ana', written, format));
    }
  });

  describe.each(SAMPLES.map((sample, index) => ({ ...sample, index })))('$sql', ({ name, sql, index }) => {
    const column = (result: RawResult | undefined): readonly (Buffer | null)[] =>
      (result?.rows ?? []).map((row) => row[index] ?? null);

    test('is described as before, and altered exactly where the language says so', () => {
      const [typeOid = 0] = results.original[0]!.typeOids.slice(index);
      for (const format of [0, 1] as const) {
        expect(results.masked[format]?.typeOids[index]).toBe(typeOid);
        const masked = column(results.masked[format]);
        expect(masked).toHaveLength(SAMPLE_ROWS.length);
        expect(masked.some((value) => value !== null)).toBe(alters(transform, formOfOid(typeOid)));
      }
    });

    test('is one value of the type in both formats, for the server', async () => {
      const text = await decode(sql, column(results.masked[0]), 0);
      const binary = await decode(sql, column(results.masked[1]), 1);
      expect(binary).toEqual(text);
      const expression = oracle(written, name, formOfOid(results.original[0]!.typeOids[index] ?? 0));
      if (expression === null) return;
      const { rows } = await direct.query<{ shown: string | null }>(
        `SELECT CAST(${expression} AS ${sql})::text AS shown FROM types.${tableOf(written)} ORDER BY id`,
      );
      // A numeric keeps the digits behind its point where it passes, and loses them where it is replaced.
      const plain = (shown: string | null): string | null =>
        sql.startsWith('numeric') ? (shown?.replace(/\.0+$/, '') ?? null) : shown;
      expect(text.map(plain)).toEqual(rows.map(({ shown }) => plain(shown)));
    });

    test('is decoded by node-postgres', () => {
      const [typeOid = 0] = results.original[0]!.typeOids.slice(index);
      for (const [format, result] of results.masked.entries()) {
        const parse = pgTypes.getTypeParser(typeOid, format === 1 ? 'binary' : 'text') as (value: unknown) => unknown;
        for (const [row, value] of column(result).entries()) {
          const decode = (bytes: Buffer): unknown => parse(format === 1 ? bytes : bytes.toString('utf8'));
          const original = column(results.original[format])[row];
          // Its own decoder takes no binary timestamps before 2000.
          if (value === null || !original || isUnreadable(decode(original))) continue;
          expect(isUnreadable(decode(value)), `${original.toString('latin1')} in row ${row + 1}`).toBe(false);
        }
      }
    });

    test('is not the value that it hides', () => {
      for (const format of [0, 1] as const) {
        for (const [row, value] of column(results.masked[format]).entries()) {
          const original = column(results.original[format])[row];
          if (value === null || original === undefined || original === null || !mustHide(transform, original)) continue;
          expect(value.equals(original), `${original.toString()} in row ${row + 1}`).toBe(false);
        }
      }
    });
  });

  /** `zip3` shows small numbers as 0; `keep` has nothing to hide in a text without letters; `age90` and `year` have an oracle. */
  const mustHide = ({ kind }: Transform, original: Buffer): boolean => {
    if (kind === 'redact' || kind === 'pseudonym') return true;
    if (kind === 'zip3') return original.some((byte) => byte !== 0 && byte !== 0x30);
    if (kind === 'keep_first' || kind === 'keep_last') return /[\p{L}\p{N}]/u.test(original.toString());
    return false;
  };
});

test('equal values of different tables have one pseudonym, and of one table different values different ones', async () => {
  const client = await clinic.wire('ana');
  for (const column of ['c_int8', 'c_uuid', 'c_bytea', 'c_text', 'c_bpchar', 'c_name']) {
    const { rows } = await selectRaw(client, `SELECT ${column} FROM types.t_pseudonym ORDER BY id LIMIT 1000`, 1);
    const shown = rows.map(([value]) => value!.toString('hex'));
    const written = SAMPLE_ROWS.map((row) => row[SAMPLES.findIndex(({ name }) => name === column)] ?? '');
    const values = written.map((value) => (column === 'c_bpchar' ? value.replace(/ +$/, '') : value));
    const pairs = new Set(values.map((value, index) => `${value} ${shown[index]}`));
    expect(pairs.size).toBe(new Set(values).size);
    expect(new Set(shown).size).toBe(new Set(values).size);
  }
  client.close();
});

test('a session that chooses the escape form of bytea gets the same pseudonym', async () => {
  const client = await clinic.wire('ana');
  const ask = (): Promise<RawResult> =>
    selectRaw(client, 'SELECT c_bytea FROM types.t_pseudonym ORDER BY id LIMIT 1000', 0);
  const before = await ask();
  await client.ask('SET bytea_output = escape');
  expect((await ask()).rows).toEqual(before.rows);
  client.close();
});

test('ages in floats of few digits are still read', async () => {
  const client = await clinic.wire('ana');
  await client.ask('SET extra_float_digits = -15');
  const { rows } = await selectRaw(client, 'SELECT c_float8 FROM types.t_age90 ORDER BY id LIMIT 1000', 0);
  for (const [value] of rows) expect(value === null || Number(value!.toString()) <= 90).toBe(true);
  client.close();
});

test('a session that moves its clock does not move the year of a time', async () => {
  const client = await clinic.wire('ana');
  const ask = (): Promise<RawResult> =>
    selectRaw(client, 'SELECT c_timestamptz FROM types.t_year ORDER BY id LIMIT 1000', 0);
  const before = await ask();
  // Zones that reach over New Year from where the samples lie.
  for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12', '<far>-99', '<near>+99']) {
    const answer = await client.ask(`SET TimeZone = '${zone}'`);
    expect(answer.map(({ type }) => type)).toContain('C');
    const { rows } = await ask();
    expect(rows, `in the zone ${zone}`).toEqual(before.rows);
  }
  client.close();
});
