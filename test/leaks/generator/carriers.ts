// Ways in which a query reaches the server besides being sent: COPY, EXPLAIN, cursors, prepared statements, a query around it.
import type { Maker, Query } from './maker.ts';

const COPIES = ['', ' (FORMAT csv)', ' (FORMAT csv, HEADER, FORCE_QUOTE *)', ` (DELIMITER '|', NULL 'none')`];
const EXPLAINS = [
  'EXPLAIN (COSTS OFF)',
  'EXPLAIN (COSTS OFF, VERBOSE)',
  'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF)',
  'EXPLAIN (COSTS OFF, FORMAT JSON)',
];

const explained = ({ random }: Maker, { sql }: Query): string => `${random.pick(EXPLAINS)} ${sql}`;

/** The first message of the binary format holds its header and a row, so rows that come in any order do not go into it. */
const copied = ({ random, anyOrder }: Maker, { sql }: Query): string =>
  `COPY (${sql}) TO STDOUT${random.pick(anyOrder ? COPIES : [...COPIES, ' (FORMAT binary)'])}`;

function prepared(maker: Maker, { sql }: Query): string {
  const name = maker.fresh('p');
  return `PREPARE ${name} AS ${sql}; EXECUTE ${name}; DEALLOCATE ${name}`;
}

function fetched(maker: Maker, { sql }: Query): string {
  const name = maker.fresh('k');
  // How many rows are fetched makes a value of their order.
  const fetch =
    maker.style === 'grouping' ? 'FETCH ALL' : maker.random.pick(['FETCH ALL', 'FETCH 3', 'FETCH FORWARD 2']);
  return `BEGIN; DECLARE ${name} CURSOR FOR ${sql}; ${fetch} FROM ${name}; CLOSE ${name}; ROLLBACK`;
}

/** Another query around it, that names its columns or does not. */
function wrapped(maker: Maker, { sql, columns }: Query): string {
  const { random } = maker;
  const alias = maker.fresh('o');
  const names = columns.map((column) => `${alias}.${column.sql}`);
  const star = random.pick([
    `${alias}.*`,
    '*',
    names.join(', '),
    alias,
    `to_jsonb(${alias})`,
    `ROW(${names.join(', ')})`,
  ]);
  const listed = columns.map((_, index) => `y${index}`);
  const list = random.chance(0.2) ? `(${listed.join(', ')})` : '';
  const shown = list !== '' && star.includes(`${alias}.x`) ? '*' : star;
  return `SELECT ${shown} FROM (${sql}) AS ${alias}${list}`;
}

/** The text that is sent for a query. */
export function carried(maker: Maker, made: Query): string {
  const share = maker.random.below(100);
  if (share < 7) return copied(maker, made);
  if (share < 11) return explained(maker, made);
  if (share < 16) return fetched(maker, made);
  if (share < 21) return prepared(maker, made);
  if (share < 35) return wrapped(maker, made);
  return made.sql;
}
