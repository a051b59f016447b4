// One made-up statement over the schema of the worlds, the same one for the same seed. Most are valid SQL, and most use protected
// columns. None depends on the clock, on chance, or on a value that only one world has.
import { expression, condition } from './expressions.ts';
import { NOTHING, type Maker } from './maker.ts';
import { query } from './queries.ts';
import { randomFrom } from './random.ts';
import { change } from './changes.ts';
import { carried } from './carriers.ts';

export interface GeneratedStatement {
  readonly sql: string;
  /** Rows come grouped by protected values without an ORDER BY, so only their order may differ. */
  readonly anyOrder: boolean;
  /** It changes rows before it rolls back. */
  readonly changes: boolean;
}

/**
 * Changes come in the last hundred of each thousand seeds: what is rolled back leaves dead rows, whose space depends on the length of
 * protected values, and so does the order in which rows are found afterwards.
 */
const CYCLE = 1000;
const FIRST_CHANGE = 900;

function newMaker(seed: number, style?: Maker['style']): Maker {
  const random = randomFrom(seed);
  let names = 0;
  return {
    random,
    mood: random.chance(0.7) ? 'calm' : 'bold',
    style: style ?? (random.chance(0.35) ? 'grouping' : 'ordering'),
    anyOrder: false,
    fresh: (prefix) => {
      names += 1;
      return `${prefix}${names}`;
    },
    make: { expression, condition, query },
  };
}

/** A single query, for comparing what the server and the analysis say of it. */
export function generateQuery(seed: number): GeneratedStatement {
  const maker = newMaker(seed);
  const { sql } = query(maker, NOTHING, { levels: 2, reach: 'any' });
  return { sql, anyOrder: maker.anyOrder, changes: false };
}

/** A query in any carrier, or a change that is rolled back in the same text. */
export function generateStatement(seed: number): GeneratedStatement {
  if (seed % CYCLE >= FIRST_CHANGE) return { sql: change(newMaker(seed, 'grouping')), anyOrder: true, changes: true };
  const maker = newMaker(seed);
  const sql = carried(maker, query(maker, NOTHING, { levels: 2, reach: 'any' }));
  return { sql, anyOrder: maker.anyOrder, changes: false };
}
