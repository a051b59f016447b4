// Every function of a real server has a class: known to be harmless, refused with a reason, or no function for statements. One that a new
// version brings fails here until somebody has thought of it.
import { Client } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { availableServers } from '../../../test/leaks/servers.ts';
import { startEmbeddedPostgres } from '../embedded/embedded-server.ts';
import { builtinFunction, whyNotTrusted } from './builtin-functions.ts';
import { HARMLESS_FUNCTIONS } from './harmless-functions.ts';
import { OPERATOR_FUNCTIONS } from './operator-functions.ts';
import { whyRefused } from './refused-functions.ts';

interface Served {
  readonly name: string;
  /** True when all functions of the name take or give what no statement has: they are called by the server alone. */
  readonly isInternal: boolean;
  readonly isVolatile: boolean;
  readonly returnsSet: boolean;
  readonly columns: readonly string[];
}

const PSEUDO =
  'internal cstring trigger event_trigger language_handler fdw_handler index_am_handler tsm_handler table_am_handler pg_ddl_command';

const FUNCTIONS = `
  SELECT proname AS name, bool_or(proretset) AS "returnsSet", bool_or(provolatile = 'v') AS "isVolatile",
    bool_and(EXISTS (SELECT FROM unnest(proargtypes::oid[] || prorettype) t JOIN pg_type y ON y.oid = t
      WHERE y.typname = ANY (string_to_array('${PSEUDO}', ' ')))) AS "isInternal",
    (SELECT coalesce(array_agg(q.proargnames[i] ORDER BY i), '{}') FROM pg_proc q, generate_subscripts(q.proargmodes, 1) i
      WHERE q.oid = max(p.oid) AND q.proargmodes[i] IN ('o', 't', 'b'))::text[] AS columns
  FROM pg_proc p WHERE pronamespace = 'pg_catalog'::regnamespace AND oid < 16384 GROUP BY proname ORDER BY proname`;

/** Functions that are no pure computation, and that were thought of one by one: clocks, locks, sequences, numbers by chance, waiting. */
const VOLATILE =
  /^(?:clock_timestamp|timeofday|pg_sleep|pg_sleep_for|pg_sleep_until|random|random_normal|setseed|gen_random_uuid|uuidv[47]|nextval|currval|lastval|setval|pg_notify|current_query|ts_debug|(?:pg_try_advisory|pg_advisory)_\w+|array_(?:sample|shuffle)|pg_(?:blocking_pids|listening_channels|conf_load_time|postmaster_start_time|notification_queue_usage|jit_available|numa_available|xact_status|export_snapshot|collation_actual_version|database_collation_actual_version|current_xact_id|current_xact_id_if_assigned|is_in_recovery|is_wal_replay_paused|get_wait_events|get_sequence_data|partition_ancestors|partition_tree|sequence_last_value|timezone_names|show_all_settings|\w+_size|char_to_encoding)|txid_(?:current|current_if_assigned|status)|row_security_active)$/;

const served = new Map<string, readonly Served[]>();

describe.each(availableServers())('PostgreSQL $version', ({ version, binaries }) => {
  beforeAll(async () => {
    const server = await startEmbeddedPostgres(binaries === undefined ? {} : { binaries });
    const client = new Client({ connectionString: server.url });
    await client.connect();
    served.set(version, (await client.query<Served>(FUNCTIONS)).rows);
    await client.end();
    await server.stop();
  }, 60_000);
  const all = (): readonly Served[] => served.get(version) ?? [];

  test('every function has a class', () => {
    expect(all().length).toBeGreaterThan(2500);
    const unknown = all().filter(
      ({ name, isInternal }) => builtinFunction(name) === undefined && whyRefused(name) === null && !isInternal,
    );
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  test('none is in two classes, and none of the server alone is called harmless', () => {
    const doubtful = all().filter(
      ({ name, isInternal }) => builtinFunction(name) !== undefined && (whyRefused(name) !== null || isInternal),
    );
    expect(doubtful.map(({ name }) => name)).toEqual([]);
  });

  test('what is called harmless and is no pure computation was thought of', () => {
    const others = all().filter(
      ({ name, isVolatile }) => isVolatile && builtinFunction(name) !== undefined && !VOLATILE.test(name),
    );
    expect(others.map(({ name }) => name)).toEqual([]);
  });

  test.skipIf(version !== '18')(
    'results with several columns or rows are known as the newest server gives them',
    () => {
      const wrong = all().flatMap(({ name, returnsSet, columns }) => {
        const known = builtinFunction(name);
        // Of a text search vector it gives three columns, of arrays one each.
        if (known === undefined || name === 'unnest') return [];
        const isSame = known.returnsSet === returnsSet && (known.columns ?? []).join(' ') === columns.join(' ');
        return isSame ? [] : [`${name}: ${returnsSet ? 'rows of ' : ''}${columns.join(' ')}`];
      });
      expect(wrong).toEqual([]);
    },
  );
});

// With one version alone, names that only another one has would be missed.
test.skipIf(availableServers().length < 2)('no name is listed that no server here has', () => {
  const names = new Set([...served.values()].flat().map(({ name }) => name));
  const gone = [...HARMLESS_FUNCTIONS, ...OPERATOR_FUNCTIONS].filter(
    (name) => !names.has(name) && !name.startsWith('_pg_'),
  );
  expect(gone).toEqual([]);
});

test('the refusal says what the function does, or that it is not known', () => {
  expect(whyNotTrusted('query_to_xml')).toBe('the function query_to_xml reads, runs or changes what its arguments say');
  expect(whyNotTrusted('pg_read_file')).toContain('shows files of the server');
  expect(whyNotTrusted('pg_terminate_backend')).toContain('acts on the server');
  expect(whyNotTrusted('brand_new_function')).toBe('the function brand_new_function is not known to be harmless');
});
