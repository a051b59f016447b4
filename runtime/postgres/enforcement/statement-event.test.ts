// Events carry exactly the attributes of the vocabulary, with their types; absent optional ones are missing keys.
import { beforeAll, expect, test } from 'vitest';
import { attributeOf, eventNamed } from '../../../lang/vocabulary/registry.ts';
import { analyzeQuery, prepareAnalysis } from '../analysis/analyze-query.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import { catalogFromDdl } from '../analysis/ddl-catalog.ts';
import { sessionEvent, statementEvent } from './statement-event.ts';
import type { SessionFacts } from './statement-event.ts';

beforeAll(prepareAnalysis);

const CLOCK = { now: 1_767_268_800_000, zoneOffsets: { 'Europe/Berlin': 60 } };

const SESSION: SessionFacts = {
  identity: {
    user: 'ana',
    kind: 'person',
    groups: ['nurses'],
    email: null,
    mfa: true,
    claims: { dept: 'er' },
    onBehalfOf: null,
  },
  session: {
    id: 's1',
    protocol: 'postgres',
    clientAddress: '127.0.0.1',
    started: 0,
    application: 'psql',
    reason: null,
  },
  target: { name: 'clinic', labels: { env: 'prod' } },
};

const isOfType = (value: unknown, kind: string): boolean => {
  if (kind === 'bool') return typeof value === 'boolean';
  if (kind === 'int') return Number.isInteger(value);
  if (kind === 'set' || kind === 'columns') return Array.isArray(value);
  if (kind === 'time') return Number.isInteger(value) && Number(value) >= 0;
  return kind === 'map' ? typeof value === 'object' && !Array.isArray(value) : typeof value === 'string';
};

test.each(['SELECT x FROM a LIMIT 3', 'COPY a TO STDOUT', 'DROP TABLE a', 'nonsense', ''])('%s', (sql) => {
  const catalog = indexCatalog(catalogFromDdl([{ file: 'a.sql', text: 'CREATE TABLE a (x int)' }]).value!);
  const facts = analyzeQuery(sql, catalog, { searchPath: ['public'], prepared: new Map(), cursors: new Map() })[0]!;
  for (const event of [
    sessionEvent(SESSION, CLOCK),
    statementEvent(SESSION, facts, { ...CLOCK, inTransaction: true }),
  ]) {
    const vocabulary = eventNamed(event.event)!;
    const given = Object.entries(event).flatMap(([group, fields]): { path: string; value: unknown }[] => {
      if (group === 'event') return [];
      // `now` stands without a group, and so does the map of offsets.
      if (typeof fields !== 'object' || attributeOf(vocabulary, group)) return [{ path: group, value: fields }];
      return Object.entries(fields).map(([name, value]) => ({ path: `${group}.${name}`, value }));
    });
    for (const { path, value } of given) {
      const type = attributeOf(vocabulary, path)!.type;
      const fits = isOfType(value, type.kind) && (type.kind !== 'enum' || type.values.some((word) => word === value));
      expect(`${path} ${fits}`).toBe(`${path} true`);
    }
    const paths = given.map((entry) => entry.path);
    const missing = vocabulary.attributes.filter((attribute) => !attribute.optional && !paths.includes(attribute.path));
    expect(missing).toEqual([]);
  }
});

test('absent values are missing keys', () => {
  const { identity, session } = sessionEvent(SESSION, CLOCK) as unknown as { identity: object; session: object };
  expect(Object.keys(identity)).not.toContain('email');
  expect(Object.keys(session)).toEqual(['id', 'protocol', 'client_address', 'started', 'application']);
});
