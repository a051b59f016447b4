// psql and pg_dump through the gateway, as they are installed, for somebody for whom data is masked: what describes the database works, and
// what carries values is masked.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { installedFolders } from '../../runtime/postgres/embedded/binaries.ts';
import { findProgram, presence, run, type Ended } from '../kit/programs.ts';
import { startLeakWorld, type LeakWorld } from '../leaks/leak-world.ts';
import { DATABASE, ticketOf } from '../leaks/world/people.ts';
import { spellings } from '../leaks/world/protected-values.ts';

/** pg_dump refuses servers newer than itself, so the server is one of its own version. */
const major = (program: string): string =>
  /(\d+)\./.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? '';
const pgDump = findProgram('pg_dump');
const folder = pgDump === null ? undefined : installedFolders().find((path) => path.includes(`/${major(pgDump)}/`));

let world: LeakWorld;
beforeAll(async () => {
  await prepareParser();
  world = await startLeakWorld('one', folder);
}, 120_000);
afterAll(() => world.stop());

const tool = (program: string, words: readonly string[], input = ''): Promise<Ended> =>
  run(program, words, {
    input,
    env: {
      PGHOST: world.gateway.host,
      PGPORT: String(world.gateway.port),
      PGUSER: 'ana',
      PGPASSWORD: ticketOf('ana'),
      PGDATABASE: DATABASE,
      PGSSLMODE: 'disable',
      PGGSSENCMODE: 'disable',
    },
  });

/** What of the protected values shows in a text. */
const found = (text: string): readonly string[] => {
  const small = text.toLowerCase();
  return [...spellings('one')].filter(([spelling]) => small.includes(spelling)).map(([, whose]) => whose);
};

describe.skipIf(folder === undefined)(
  `pg_dump (${folder === undefined ? 'not run: no server of its version' : presence('pg_dump')})`,
  () => {
    test.each([
      ['plain', ['-n', 'care'], '***-**-1037'],
      ['the whole database', [], '***-**-1037'],
      ['INSERT statements, read through a cursor', ['-n', 'care', '--column-inserts'], '***-**-1037'],
      ['data alone', ['-n', 'care', '-a'], '***-**-1037'],
      ['the schema alone', ['-s'], 'CREATE TABLE care.patients'],
    ] as const)('%s: works, and holds no protected value', async (_what, words, shown) => {
      const { status, stdout, stderr } = await tool('pg_dump', words);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(found(stdout)).toEqual([]);
      expect(stdout).toContain('PostgreSQL database dump complete');
      expect(stdout).toContain(shown);
    });
  },
);

const DESCRIBING = `\\d \\d+ \\dS \\da \\daS \\dA+ \\dAc \\dAf \\dAo \\dAp \\db+ \\dc+ \\dC+ \\dd \\dD+ \\ddp \\dE+ \\dew+ \\des+ \\deu \\det+ \\dF+ \\dFd+ \\dFp+
  \\dFt+ \\dg+ \\du+ \\di+ \\dl \\dL+ \\dm+ \\dn+ \\do+ \\doS \\dO+ \\dp \\dP+ \\drds \\dRp+ \\ds+ \\dt+ \\dtS+ \\dT+ \\dTS \\dv+ \\df+ \\dfS \\dx+ \\dX \\dy+ \\l+ \\z`;
const OF_ONE = [
  '\\d care.patients',
  '\\d+ care.patients',
  '\\d+ care.patient_view',
  '\\d+ care.patient_cache',
  '\\d+ care.labs',
  '\\d+ care.doctors',
  '\\d care.messages_id_seq',
  '\\d care.patients_name',
  '\\sf+ care.name_of',
  '\\sv care.patient_view',
];

describe.skipIf(findProgram('psql') === null)(`psql (${presence('psql')})`, () => {
  test('describes everything', async () => {
    const script = [...DESCRIBING.split(/\s+/), ...OF_ONE].join('\n');
    const { stdout, stderr } = await tool('psql', ['-X'], script);
    const refusals = stderr.split('\n').filter((line) => line.includes('ERROR'));
    expect(refusals).toEqual([]);
    expect(stdout).toContain('"patients_ssn_key" UNIQUE CONSTRAINT');
    expect(found(stdout)).toEqual([]);
  });
});
