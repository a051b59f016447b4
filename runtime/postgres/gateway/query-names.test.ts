// What names mean after a change of the search path: the query behind a name is analyzed again, whoever prepared it.
import { beforeAll, expect, test } from 'vitest';
import { analyzeQuery, prepareAnalysis } from '../analysis/analyze-query.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { Catalog } from '../analysis/catalog-index.ts';
import { catalogFromDdl } from '../analysis/ddl-catalog.ts';
import type { StatementFacts } from '../analysis/facts.ts';
import { QueryNames, definitionChange } from './query-names.ts';
import { ResponseQueue } from './response-queue.ts';
import type { Prepared } from './session-types.ts';

const DDL = `CREATE SCHEMA a; CREATE TABLE a.people (ssn text); CREATE SCHEMA b; CREATE TABLE b.people (ssn text);`;
let catalog: Catalog;

beforeAll(async () => {
  await prepareAnalysis();
  catalog = indexCatalog(catalogFromDdl([{ file: 'people.sql', text: DDL }]).value!);
});

const analyzeIn =
  (schema: string) =>
  (text: string): StatementFacts =>
    analyzeQuery(text, catalog, { searchPath: [schema], prepared: new Map(), cursors: new Map() })[0]!;

function found(names: QueryNames, name: string): Prepared {
  const prepared = names.statement(name, new ResponseQueue());
  if (typeof prepared === 'string') throw new Error(prepared);
  return prepared;
}

test('a query that SQL prepared stays a query when it is analyzed again', () => {
  const names = new QueryNames();
  names.apply([definitionChange(analyzeIn('a')('PREPARE s AS SELECT ssn FROM people').defines!)]);
  expect(found(names, 's').facts).toMatchObject({ command: 'SELECT', returns: ['a.people.ssn'] });
  names.refresh(analyzeIn('b'));
  expect(found(names, 's').facts).toMatchObject({ command: 'SELECT', returns: ['b.people.ssn'] });
  expect(names.preparedFacts.get('s')).toBe(found(names, 's').facts);
});

test('a PREPARE that the protocol prepared stays a PREPARE', () => {
  const names = new QueryNames();
  const text = 'PREPARE s AS SELECT ssn FROM people';
  const value: Prepared = { text, facts: analyzeIn('a')(text), number: 1 };
  names.apply([{ map: 'statement', name: 'p', value }]);
  names.refresh(analyzeIn('b'));
  expect(found(names, 'p').facts).toMatchObject({
    command: 'PREPARE',
    outputs: null,
    defines: { name: 's', facts: { returns: ['b.people.ssn'] } },
  });
});

test('a name that has changed within a batch counts as changing until the batch ends, however far the target has come', () => {
  const queue = new ResponseQueue();
  const value = { text: 'SELECT 1', facts: analyzeIn('a')('SELECT 1'), number: 1 };
  queue.push({ kind: 'parse', refusal: null, runs: [], changes: [{ map: 'statement', name: 's', value }] });
  queue.complete();
  expect(queue.hasPendingNames).toBe(true);
  queue.push({ kind: 'sync', hasFailed: false, changes: [] });
  expect(queue.hasPendingNames).toBe(false);
});
