// A made-up sequence of protocol messages for a seed: statements and portals that come and go under few names, in all formats, with
// errors, refusals, skipped messages, copies and cursors among them. What the client is sent must not depend on protected values.
import type { Attack, Step } from './leak-case.ts';
import { randomFrom, type Random } from './generator/random.ts';
import {
  bind,
  closePortal,
  closeStatement,
  copyData,
  copyDone,
  copyFail,
  describePortal,
  describeStatement,
  execute,
  flush,
  parse,
  query,
  sync,
  together,
} from './messages.ts';

const NAMES = ['', 'a', 'b'] as const;
const MOST_MESSAGES = 30;

const sql = (random: Random): string => random.pick(random.chance(0.45) ? QUERIES : OTHERS);

/** Few statements, so that the same name comes to mean several of them: public, masked, derived, refused, wrong, and such that change the session. */
const QUERIES = [
  'SELECT name FROM care.wards ORDER BY id',
  'SELECT id, city, ssn FROM care.patients ORDER BY id',
  'SELECT ssn, mrn, birth, full_name, balance, photo FROM care.patients ORDER BY id',
  'SELECT upper(full_name), city FROM care.patients ORDER BY id',
  'SELECT city, id FROM care.patients ORDER BY id',
] as const;

const OTHERS = [
  'SELECT id FROM care.patients ORDER BY ssn',
  'SELECT 1 / (id - 2) FROM care.wards ORDER BY id',
  'SELECT ssn::text::int FROM care.patients ORDER BY id',
  'SELECT wrong FROM care.wards',
  'SELECT ssn, id FROM care.patients WHERE id = 3; SELECT city, id FROM care.patients WHERE id = 3',
  'COPY care.wards TO STDOUT',
  'COPY (SELECT id, ssn FROM care.patients ORDER BY id) TO STDOUT (FORMAT binary)',
  'COPY wards_in FROM STDIN',
  'CREATE TEMP TABLE wards_in (line text)',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'SAVEPOINT s',
  'ROLLBACK TO s',
  'PREPARE a AS SELECT ssn, city FROM care.patients ORDER BY id',
  'PREPARE b AS SELECT city, id FROM care.patients ORDER BY id',
  'EXECUTE a',
  'EXECUTE b',
  'DEALLOCATE a',
  'DEALLOCATE ALL',
  'DECLARE a CURSOR FOR SELECT mrn, id FROM care.patients ORDER BY id',
  'DECLARE b CURSOR WITH HOLD FOR SELECT city, zip FROM care.patients ORDER BY id',
  'FETCH 2 FROM a',
  'FETCH ALL FROM b',
  'CLOSE a',
  'CLOSE ALL',
  'SET search_path = care',
  'SET search_path = public',
  'SELECT * FROM patients ORDER BY id LIMIT 2',
  'DISCARD ALL',
  '',
] as const;

/** By how often they come. */
const MESSAGES: readonly (readonly [weight: number, make: (random: Random) => Uint8Array])[] = [
  [6, (random) => parse({ name: random.pick(NAMES), sql: sql(random) })],
  [6, (random) => bind({ portal: random.pick(NAMES), statement: random.pick(NAMES), resultFormats: formats(random) })],
  [2, (random) => describePortal(random.pick(NAMES))],
  [1, (random) => describeStatement(random.pick(NAMES))],
  [7, (random) => execute(random.pick(NAMES), random.pick([0, 0, 1, 2]))],
  [4, (random) => query(sql(random))],
  [5, () => sync()],
  [1, () => flush()],
  [1, (random) => closePortal(random.pick(NAMES))],
  [1, (random) => closeStatement(random.pick(NAMES))],
  [1, (random) => random.pick([copyData('a line\n'), copyDone(), copyFail('given up')])],
];

const formats = (random: Random): readonly number[] => random.pick([[], [0], [1], [1], [1, 0], [0, 1, 1]]);

function message(random: Random): Uint8Array {
  const all = MESSAGES.reduce((sum, [weight]) => sum + weight, 0);
  let at = random.below(all);
  for (const [weight, make] of MESSAGES) {
    at -= weight;
    if (at < 0) return make(random);
  }
  return sync();
}

/** Parse, Bind and Execute that belong together, so that most pipelines get as far as rows. */
function whole(random: Random): Uint8Array {
  const [statement, portal] = [random.pick(NAMES), random.pick(NAMES)];
  return together(
    closeStatement(statement),
    parse({ name: statement, sql: sql(random) }),
    bind({ portal, statement, resultFormats: formats(random) }),
    execute(portal, random.pick([0, 2])),
  );
}

/** Ends whatever the pipeline has begun, and shows that everything before it was answered. */
const END = 'the end of the pipeline';
const LAST: Step = {
  bytes: together(copyDone(), sync(), copyDone(), sync(), query('ROLLBACK'), query(`SELECT '${END}'`)),
  until: { text: END },
};

/** Pieces go out in writes of their own. */
export function randomPipeline(seed: number): Attack {
  const random = randomFrom(seed);
  const writes = 1 + random.below(3);
  const write = (): Step => {
    const count = 2 + random.below(MOST_MESSAGES / writes);
    const messages = Array.from({ length: count }, () => (random.chance(0.4) ? whole(random) : message(random)));
    return { bytes: together(...messages), until: 0 };
  };
  const steps = [...Array.from({ length: writes }, write), LAST];
  return { kind: 'attack', group: 'protocol', name: `the pipeline of seed ${seed}`, steps, mayFail: true };
}
