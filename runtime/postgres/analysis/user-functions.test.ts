// Functions, operators, aggregates, casts and triggers of a database, as a real server describes them: what a call reads and gives back.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCHEMA } from '../../../test/leaks/world/schema.ts';
import { startEmbeddedPostgres } from '../embedded/embedded-server.ts';
import type { EmbeddedPostgres } from '../embedded/embedded-server.ts';
import { analyzeQuery, prepareAnalysis } from './analyze-query.ts';
import { indexCatalog } from './catalog-index.ts';
import type { Catalog } from './catalog-index.ts';
import type { StatementFacts } from './facts.ts';
import { loadCatalog } from './load-catalog.ts';
import { MORE_FUNCTIONS } from './testing-functions.ts';

let server: EmbeddedPostgres;
let client: Client;
let catalog: Catalog;

beforeAll(async () => {
  await prepareAnalysis();
  server = await startEmbeddedPostgres({});
  client = new Client({ connectionString: server.url });
  await client.connect();
  for (const statement of [...SCHEMA, ...MORE_FUNCTIONS]) await client.query(statement);
  catalog = indexCatalog(await loadCatalog(client));
}, 60_000);

afterAll(async () => {
  await client?.end();
  await server?.stop();
});

const PATH = ['care', 'public'];

const analyze = (sql: string, searchPath: readonly string[] = PATH): StatementFacts =>
  analyzeQuery(sql, catalog, { searchPath, prepared: new Map(), cursors: new Map() })[0]!;

const MARKS = { direct: '', derived: '~', presence: '?' };
const short = (column: string): string => column.replace('care.', '');

const outputs = (facts: StatementFacts): string =>
  (facts.outputs ?? [])
    .map(({ name, sources }) => `${name}=${sources.map((from) => MARKS[from.how] + short(from.column)).join('+')}`)
    .join(', ');

/** What keeps a masked identity from using a column: every use but equality, presence and grouping. */
const refusedUses = (facts: StatementFacts): string =>
  [
    ...new Set(
      facts.uses
        .filter(({ how }) => how !== 'equality' && how !== 'presence' && how !== 'group')
        .map(({ how, column }) => `${how} ${short(column)}`),
    ),
  ]
    .toSorted()
    .join(', ');

/** `[statement, columns of the result, refused uses]`, all of them analysed. */
const KNOWN: readonly (readonly [sql: string, outputs: string, uses?: string])[] = [
  ['SELECT care.ssn_of(1)', 'ssn_of=~patients.ssn'],
  ['SELECT care.city_of(3)', 'city_of=~patients.city'],
  ['SELECT care.city_of(wanted => 3)', 'city_of=~patients.city'],
  ['SELECT * FROM care.city_of(3)', 'city_of=~patients.city'],
  ['SELECT c.x FROM care.city_of(3) AS c(x)', 'x=~patients.city'],
  ['SELECT who, town FROM care.directory()', 'who=~patients.full_name, town=~patients.city'],
  ["SELECT ssn, city FROM care.patients_in('x')", 'ssn=~patients.ssn, city=~patients.city'],
  ["SELECT (care.patients_in('x')).ssn", 'ssn=~patients.ssn'],
  ["SELECT p.town FROM care.directory() p WHERE p.who = 'x'", 'town=~patients.city', 'expression patients.full_name'],
  ['SELECT care.shout(ssn), care.shout(city) FROM patients', 'shout=~patients.ssn, shout=~patients.city'],
  ["SELECT id FROM patients WHERE care.shout(ssn) = 'X'", 'id=patients.id', 'expression patients.ssn'],
  ['SELECT p.id, s FROM patients p, care.ssn_of(p.pin) s', 'id=patients.id, s=~patients.ssn'],
  ['SELECT care.discounted(fee) FROM visits', 'discounted=~visits.fee', 'expression visits.fee'],
  ['SELECT care.discounted(9.5)', 'discounted='],
  [
    'SELECT care.name_of(1)',
    'name_of=~patients.id+~patients.full_name',
    'expression patients.full_name, expression patients.id',
  ],
  ['SELECT care.glue(city), care.glue(full_name) FROM patients', 'glue=~patients.city, glue=~patients.full_name'],
  [
    'SELECT city =~= full_name FROM patients',
    '?column?=~patients.city+~patients.full_name',
    'expression patients.city, expression patients.full_name',
  ],
  // Defaults, variadic and named arguments, overloads, arguments by number.
  ['SELECT care.with_default()', 'with_default=~patients.ssn'],
  ["SELECT care.with_default('x')", 'with_default='],
  [
    'SELECT care.joined(city, ssn) FROM patients',
    'joined=~patients.city+~patients.ssn',
    'expression patients.city, expression patients.ssn',
  ],
  ['SELECT care.over(id) FROM patients', 'over=~patients.city+~patients.ssn'],
  ['SELECT care.over(city) FROM patients', 'over=~patients.city+~patients.ssn'],
  ['SELECT care.second(ssn, city) FROM patients', 'second=~patients.city'],
  ['SELECT care.field(p) FROM patients p', 'field=~patients.ssn'],
  ['SELECT care.same(ssn) FROM patients', 'same=~patients.ssn'],
  ['SELECT a, b FROM care.outs(1)', 'a=~patients.ssn, b=~patients.city'],
  ['SELECT o FROM care.one_out() o', 'o=~patients.ssn'],
  ['SELECT one FROM care.one_out()', 'one=~patients.ssn'],
  // What chooses rows inside counts.
  ['SELECT care.first_ones(id) FROM wards', 'first_ones=~patients.city', 'expression wards.id'],
  ['SELECT care.older_than(3)', 'older_than=', 'range patients.birth'],
  ["SELECT care.has_ssn('900')", 'has_ssn=', 'pattern patients.ssn'],
  [
    'SELECT care.shows_statistics()',
    'shows_statistics=~pg_catalog.pg_stats.most_common_vals',
    'range pg_catalog.pg_stats.most_common_vals',
  ],
  // Its own search_path, and the owner's `$user`.
  ['SELECT care.own_path()', 'own_path=~hidden.patients.city+~vault.code'],
  // Functions inside functions, and a view over one.
  ['SELECT care.outer_one(1)', 'outer_one=~patients.ssn'],
  ['SELECT number FROM care.through_function', 'number=through_function.number+~patients.ssn'],
  // Generated columns follow their expression.
  ['SELECT short, loud FROM made', 'short=made.short+~made.ssn, loud=made.loud+~made.ssn'],
  ['SELECT id FROM made WHERE loud = $1', 'id=made.id', 'expression made.ssn'],
  // Aggregates look things up at their end, and an operator may be one of a schema that is searched.
  ['SELECT care.looks(city) FROM patients', 'looks=~patients.city+~patients.ssn'],
  [
    "SELECT id FROM wards WHERE name OPERATOR(hidden.=) 'x'",
    'id=wards.id',
    'expression wards.name, pattern patients.ssn',
  ],
  ["SELECT id FROM wards WHERE name OPERATOR(pg_catalog.=) 'x'", 'id=wards.id'],
  ['SELECT care.zoned()', 'zoned=~patients.city'],
  // Deep, and walked once.
  ['SELECT care.deep_16()', 'deep_16=~patients.city', 'expression patients.city'],
  // A cast that someone has added, and a domain whose condition looks things up.
  [
    'SELECT city::care.tagged FROM patients',
    'city=~patients.city+~patients.ssn',
    'expression patients.city, expression patients.ssn',
  ],
  ["SELECT 'x'::care.known_number", 'known_number=', 'pattern patients.ssn'],
  // PL/pgSQL.
  ['SELECT care.busy(3)', 'busy='],
  ["SELECT care.counted('x')", 'counted=~patients.city', 'expression patients.city'],
  [
    'SELECT x, y FROM care.pl_table()',
    'x=~patients.city+~patients.ssn, y=~patients.city+~patients.ssn',
    'expression patients.city, expression patients.ssn',
  ],
  ['SELECT care.fact(5)', 'fact='],
];

test.each(KNOWN.map(([sql, expected, uses = '']) => ({ sql, expected, uses })))('$sql', ({ sql, expected, uses }) => {
  const facts = analyze(sql);
  expect([facts.unanalyzedBecause, outputs(facts), refusedUses(facts)]).toEqual([null, expected, uses]);
  expect(facts.opaqueFunctions).toEqual([]);
});

test('a procedure is looked into, and gives its OUT arguments', () => {
  const called = analyze('CALL care.give(1, NULL)');
  expect([called.command, called.analyzed, outputs(called), called.functions]).toEqual([
    'CALL',
    true,
    'a=, b=',
    ['care.give'],
  ]);
  expect(refusedUses(analyze('CALL care.announce(1)'))).toBe('expression patients.id, expression patients.ssn');
  expect(analyze("CALL care.write_note('x')")).toMatchObject({
    commands: ['CALL', 'INSERT'],
    writes: ['care.scratch.note'],
    analyzed: true,
    outputs: null,
  });
  expect(analyze("CALL care.build('x')").opaqueFunctions).toEqual(['care.build']);
});

/** `[statement, the functions that are not known, words of the reason]`. */
const OPAQUE: readonly (readonly [sql: string, names: readonly string[], because: RegExp])[] = [
  ["SELECT care.run('x')", ['care.run'], /care\.run builds statements \(EXECUTE\)/],
  ["SELECT * FROM care.run('x')", ['care.run'], /EXECUTE/],
  ["SELECT care.outer_run('x')", ['care.run'], /EXECUTE/],
  ['SELECT care.error_text()', ['care.error_text'], /care\.error_text gives back the text of an error/],
  ['SELECT care.diagnosed()', ['care.diagnosed'], /GET DIAGNOSTICS/],
  ["SELECT care.fetched('c')", ['care.fetched'], /cursor that is not its own/],
  ['SELECT care.record_default()', ['care.record_default'], /where it is declared/],
  ['SELECT care.strange()', ['care.strange'], /sets standard_conforming_strings/],
  ['SELECT care.makes_table()', ['care.makes_table'], /CREATE is not looked into/],
  ['SELECT care.reads_file()', ['care.reads_file'], /pg_read_file/],
  ['SELECT care.endless(1)', ['care.endless'], /calls itself/],
  ['INSERT INTO opaque_target VALUES (1)', ['care.opaque_trigger'], /trigger function care\.opaque_trigger/],
];

test.each(OPAQUE)('not known: %s', (sql, names, because) => {
  const facts = analyze(sql);
  expect(facts.analyzed).toBe(false);
  expect(facts.opaqueFunctions).toEqual(names);
  expect(facts.unanalyzedBecause).toMatch(because);
});

test('a function that does not exist, and one of another schema, are no matter of trust', () => {
  for (const sql of ['SELECT care.nothing(1)', 'SELECT pg_temp.f(1)', 'SELECT public.upper(ssn) FROM patients']) {
    const facts = analyze(sql);
    expect([facts.analyzed, facts.opaqueFunctions]).toEqual([false, []]);
  }
});

test('an opaque function beside something else that is not known cannot be trusted into being known', () => {
  const facts = analyze("SELECT care.run('x'), nothing_known(1)");
  expect([facts.analyzed, facts.opaqueFunctions]).toEqual([false, []]);
});

test('a function that the search path does not reach hides nothing; one that it reaches may be the one that is meant', () => {
  // care.initcap(text) gives the ssn of the first patient.
  expect(outputs(analyze('SELECT initcap(city) FROM care.patients', ['public']))).toBe('initcap=~patients.city');
  expect(outputs(analyze('SELECT initcap(city) FROM patients'))).toBe('initcap=~patients.ssn+~patients.city');
  expect(outputs(analyze('SELECT pg_catalog.initcap(city) FROM patients'))).toBe('initcap=~patients.city');
  // hidden.= looks for the first ssn.
  const EQUALS = "SELECT id FROM care.wards WHERE name = 'x'";
  expect(refusedUses(analyze(EQUALS, ['public']))).toBe('');
  expect(refusedUses(analyze(EQUALS, ['hidden']))).toBe('expression wards.name, pattern patients.ssn');
  // While the path is not known, it may be reached.
  expect(refusedUses(analyze(EQUALS, []))).toContain('pattern patients.ssn');
  expect(outputs(analyze('SELECT initcap(city) FROM care.patients', []))).toBe('initcap=~patients.ssn+~patients.city');
});

test('relations that a function names are named by the statement, and those of a view are not', () => {
  expect(analyze('SELECT care.older_than(3)').relations).toEqual(['care.patients']);
  expect(analyze('SELECT who FROM patient_view').relations).toEqual(['care.patient_view']);
});

test('what a function writes is a write of the statement, and what it copies is copied', () => {
  const logged = analyze("SELECT care.log_city('x')");
  expect(logged).toMatchObject({
    command: 'SELECT',
    commands: ['INSERT', 'SELECT'],
    category: 'write',
    analyzed: true,
  });
  expect(logged.writes).toEqual(['care.scratch.note']);
  expect(refusedUses(analyze('SELECT care.copy_ssn(1)'))).toBe('copy patients.ssn');
  expect(refusedUses(analyze('SELECT care.pl_copy(1)'))).toContain('copy patients.ssn');
});

test('a trigger counts by what it puts elsewhere, not by what it says', () => {
  expect(refusedUses(analyze('INSERT INTO visits (id) VALUES (1)'))).toBe('');
  expect(analyze('INSERT INTO visits (id) VALUES (1)').analyzed).toBe(true);
  expect(refusedUses(analyze('INSERT INTO filled VALUES (1) RETURNING note'))).toBe(
    'copy patients.id, copy patients.ssn',
  );
  expect(refusedUses(analyze('UPDATE audited_visits SET fee = 1'))).toBe('copy patients.id, copy patients.ssn');
  expect(refusedUses(analyze('INSERT INTO defaulted (id) VALUES (1)'))).toBe('copy patients.ssn');
  expect(refusedUses(analyze('INSERT INTO defaulted VALUES (1, DEFAULT) RETURNING note'))).toBe('copy patients.ssn');
  expect(refusedUses(analyze('UPDATE defaulted SET note = DEFAULT RETURNING note'))).toBe('copy patients.ssn');
  expect(refusedUses(analyze('INSERT INTO domain_defaulted (id) VALUES (1)'))).toBe('copy patients.ssn');
  expect(refusedUses(analyze("INSERT INTO checked VALUES (1, '900')"))).toBe('pattern patients.ssn');
  expect(refusedUses(analyze('INSERT INTO filled_view VALUES (1)'))).toBe('copy patients.id, copy patients.ssn');
  expect(refusedUses(analyze("INSERT INTO messages (body, priority) VALUES ('x', 1)"))).toBe('');
  expect(analyze('INSERT INTO ruled VALUES (1)').unanalyzedBecause).toMatch(/rule/);
});

test('the body of a function is read again when its catalog is', async () => {
  await client.query(
    "CREATE OR REPLACE FUNCTION care.shifting() RETURNS text LANGUAGE sql AS 'SELECT city FROM care.patients'",
  );
  const before = indexCatalog(await loadCatalog(client));
  await client.query(
    "CREATE OR REPLACE FUNCTION care.shifting() RETURNS text LANGUAGE sql AS 'SELECT ssn FROM care.patients'",
  );
  const after = indexCatalog(await loadCatalog(client));
  const reads = (found: Catalog): readonly string[] =>
    analyzeQuery('SELECT care.shifting()', found, { searchPath: PATH, prepared: new Map(), cursors: new Map() })[0]!
      .reads;
  expect([reads(before), reads(after)]).toEqual([['care.patients.city'], ['care.patients.ssn']]);
});

test('what EXECUTE gives to a prepared statement is used by it in a way that nobody looks into', () => {
  const prepared = analyze('PREPARE q (text) AS SELECT $1');
  const context = { searchPath: PATH, prepared: new Map([['q', prepared.defines!.facts]]), cursors: new Map() };
  const execute = (argument: string): StatementFacts => analyzeQuery(`EXECUTE q (${argument})`, catalog, context)[0]!;
  expect(refusedUses(execute('care.ssn_of(1)'))).toBe('copy patients.ssn');
  expect(execute('care.ssn_of(1)').reads).toContain('care.patients.ssn');
  expect(refusedUses(execute("upper('a')"))).toBe('');
  const explained = analyzeQuery('EXPLAIN ANALYZE EXECUTE q (care.ssn_of(1))', catalog, context)[0]!;
  expect(refusedUses(explained)).toBe('copy patients.ssn');
});

test('a trigger of the user is looked into whatever it is called', () => {
  expect(refusedUses(analyze("INSERT INTO care.stamped VALUES (1, 'x')"))).toContain('copy patients.ssn');
});

/** More calls than one statement may have looked into, and then the one in question, at a place that `at` gives. */
function exhausted(call: string): { readonly at: number } {
  const calls = Array.from({ length: 2001 }, () => 'care.shout(city)').join(', ');
  const sql = `SELECT ${calls}, ${call} FROM care.patients`;
  expect(analyze(sql).analyzed).toBe(false);
  return { at: sql.indexOf(call) };
}

const placed = (at: number, call: string): string => `${'SELECT '.padEnd(at)}${call} FROM care.patients`;

test('a statement that calls too much leaves nothing behind for the next one', () => {
  const { at } = exhausted('care.shout(mrn)');
  expect(analyze(placed(at, 'care.shout(mrn)')).unanalyzedBecause).toBeNull();
});

test('what was not looked into is never taken for a function that reads only its arguments', () => {
  const call = 'care.with_ssn(mrn)';
  exhausted(call);
  const through = analyze(`SELECT ${call} FROM care.patients`).outputs![0]!.sources.map((source) => source.through);
  expect(through.length).toBeGreaterThan(0);
  expect(through.every((name) => name === null)).toBe(true);
});
