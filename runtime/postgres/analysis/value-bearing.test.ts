// Columns of PostgreSQL's own relations that show data, and relations of users that only look like something else.
import { expect, test } from 'vitest';
import { systemMember } from './value-bearing.ts';

test.each([
  ['pg_catalog.pg_stats.most_common_vals', 'system.statistics'],
  ['pg_catalog.pg_stats.attname', null],
  ['pg_catalog.pg_stat_activity.query', 'system.activity'],
  ['pg_catalog.pg_stat_activity.pid', null],
  ['extensions.pg_stat_statements.query', 'system.activity'],
  ['pg_catalog.pg_authid.rolpassword', 'system.secrets'],
  ['pg_catalog.pg_class.relname', null],
])('%s: %s', (column, member) => expect(systemMember(column)).toBe(member));

test.each(['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty'])(
  'a table that is called %s is a table',
  (name) => expect(systemMember(`public.${name}.id`)).toBeNull(),
);
