// Portals and named statements of the protocol, read by and by, closed, named again, and shared with SQL.
import type { Attack } from '../leak-case.ts';
import { bind, closePortal, closeStatement, describePortal, execute, parse, query, sync } from '../messages.ts';
import { caseMakers, wire } from './case-makers.ts';

const { attack } = caseMakers('protocol');

const SSN = 'SELECT ssn FROM care.patients ORDER BY id';
const MIXED = 'SELECT id, ssn, birth, city, photo, balance FROM care.patients ORDER BY id';
const CITY = 'SELECT city FROM care.patients ORDER BY id';

export const PORTALS: readonly Attack[] = [
  attack('the first rows of groups', [
    wire(
      1,
      parse({ sql: 'SELECT id FROM care.patients GROUP BY ssn, id' }),
      bind({ portal: 'p' }),
      execute('p', 3),
      sync(),
    ),
    wire(
      1,
      parse({ sql: 'SELECT id, count(*) OVER (PARTITION BY mrn) FROM care.patients' }),
      bind({}),
      execute('', 1),
      sync(),
    ),
  ]),
  attack('rows by and by', [
    wire(
      1,
      parse({ sql: SSN }),
      bind({ portal: 'p' }),
      execute('p', 2),
      execute('p', 3),
      describePortal('p'),
      execute('p', 0),
      sync(),
    ),
  ]),
  attack('rows by and by across a Sync', [
    wire(1, query('BEGIN')),
    wire(1, parse({ sql: MIXED }), bind({ portal: 'p', resultFormats: [1] }), execute('p', 2), sync()),
    wire(1, execute('p', 2), sync()),
    wire(1, query(CITY)),
    wire(1, execute('p', 0), sync()),
    wire(1, query('COMMIT')),
  ]),
  attack('two portals of one statement in turn', [
    wire(
      1,
      parse({ name: 's', sql: SSN }),
      bind({ portal: 'a', statement: 's' }),
      bind({ portal: 'b', statement: 's', resultFormats: [1] }),
      execute('a', 1),
      execute('b', 1),
      execute('a', 1),
      execute('b', 0),
      execute('a', 0),
      sync(),
    ),
  ]),
  attack('two statements whose portals change names', [
    wire(
      1,
      parse({ name: 's', sql: SSN }),
      parse({ name: 'c', sql: CITY }),
      bind({ portal: 'p', statement: 'c' }),
      execute('p', 2),
      closePortal('p'),
      bind({ portal: 'p', statement: 's' }),
      execute('p', 2),
      sync(),
    ),
  ]),
  attack('a portal of SQL executed by the protocol', [
    wire(1, query('BEGIN; DECLARE c CURSOR FOR SELECT ssn FROM care.patients ORDER BY id')),
    wire(1, describePortal('c'), execute('c', 3), sync()),
    wire(1, query('ROLLBACK')),
  ]),
  attack('a portal of the protocol fetched by SQL', [
    wire(1, query('BEGIN')),
    wire(1, parse({ sql: SSN }), bind({ portal: 'p' }), execute('p', 1), sync()),
    wire(1, query('FETCH 3 FROM p')),
    wire(1, query('FETCH BACKWARD 1 FROM p')),
    wire(1, query('ROLLBACK')),
  ]),
  attack('a portal that a function opened', [
    wire(1, query('BEGIN')),
    wire(1, query('SELECT care.open_patients()')),
    wire(1, describePortal('opened'), execute('opened', 0), sync()),
    wire(1, query('ROLLBACK')),
  ]),
  attack('a portal closed between its rows', [
    wire(1, parse({ sql: SSN }), bind({ portal: 'p' }), execute('p', 1), closePortal('p'), execute('p', 1), sync()),
    wire(1, query(SSN)),
  ]),
  attack('a statement closed under its portal', [
    wire(
      1,
      parse({ name: 's', sql: SSN }),
      bind({ portal: 'p', statement: 's' }),
      closeStatement('s'),
      execute('p', 0),
      sync(),
    ),
  ]),
  attack('a statement closed and named again under its portal', [
    wire(
      1,
      parse({ name: 's', sql: SSN }),
      bind({ portal: 'p', statement: 's' }),
      closeStatement('s'),
      parse({ name: 's', sql: CITY }),
      execute('p', 0),
      sync(),
    ),
  ]),
  attack('a portal of a refused statement', [
    wire(
      1,
      parse({ name: 's', sql: 'SELECT md5(ssn) FROM care.patients ORDER BY ssn' }),
      bind({ portal: 'p', statement: 's' }),
      execute('p'),
      sync(),
    ),
    wire(1, bind({ statement: 's' }), execute(), sync()),
  ]),
  attack('a portal kept over an error', [
    wire(1, query('BEGIN')),
    wire(1, parse({ sql: SSN }), bind({ portal: 'p' }), execute('p', 1), sync()),
    wire(1, parse({ sql: 'SELECT 1 / 0' }), bind(), execute(), sync()),
    wire(1, execute('p', 1), sync()),
    wire(1, query('ROLLBACK')),
    wire(1, execute('p', 1), sync()),
  ]),
];

export const STATEMENTS: readonly Attack[] = [
  attack('a statement run again without a description', [
    wire(1, parse({ name: 's', sql: MIXED }), bind({ statement: 's' }), describePortal(), execute(), sync()),
    wire(1, bind({ statement: 's', resultFormats: [1] }), execute(), sync()),
    wire(1, bind({ statement: 's' }), execute(), sync()),
  ]),
  attack('a statement of the protocol executed by SQL', [
    wire(1, parse({ name: 's', sql: SSN }), sync()),
    wire(1, query('EXECUTE s')),
  ]),
  attack('a statement of SQL executed by the protocol', [
    wire(1, query(`PREPARE s AS ${SSN}`)),
    wire(1, bind({ statement: 's', resultFormats: [1] }), execute(), sync()),
  ]),
  attack('a statement of SQL in one pipeline with its execution', [
    wire(2, query(`PREPARE s AS ${SSN}`), bind({ statement: 's' }), execute(), sync()),
  ]),
  attack('a name prepared twice', [
    wire(1, parse({ name: 's', sql: CITY }), sync()),
    wire(1, parse({ name: 's', sql: SSN }), sync()),
    wire(1, bind({ statement: 's' }), execute(), sync()),
  ]),
  attack('a name that changes its statement', [
    wire(
      1,
      parse({ name: 's', sql: CITY }),
      bind({ statement: 's' }),
      execute(),
      closeStatement('s'),
      parse({ name: 's', sql: SSN }),
      bind({ statement: 's' }),
      execute(),
      sync(),
    ),
  ]),
  attack('a name deallocated and prepared in one text', [
    wire(1, parse({ name: 's', sql: CITY }), sync()),
    wire(1, query(`DEALLOCATE s; PREPARE s AS ${SSN}`)),
    wire(1, bind({ statement: 's' }), execute(), sync()),
  ]),
  attack('a name whose preparation was skipped', [
    wire(1, parse({ name: 's', sql: CITY }), sync()),
    wire(
      1,
      parse({ sql: 'SELECT 1 / 0' }),
      bind(),
      execute(),
      closeStatement('s'),
      parse({ name: 's', sql: SSN }),
      sync(),
    ),
    wire(1, bind({ statement: 's' }), execute(), sync()),
  ]),
  attack('the unnamed statement behind a simple query', [
    wire(1, parse({ sql: SSN }), sync()),
    wire(1, query(CITY)),
    wire(1, bind(), execute(), sync()),
  ]),
  attack('the unnamed statement replaced between Bind and Execute', [
    wire(1, parse({ sql: SSN }), bind(), parse({ sql: CITY }), execute(), sync()),
  ]),
  attack('several statements in one Parse', [wire(1, parse({ sql: `SELECT 1; ${SSN}` }), bind(), execute(), sync())]),
  attack('a statement rolled back and run again', [
    wire(1, query('BEGIN')),
    wire(1, parse({ name: 's', sql: SSN }), bind({ statement: 's' }), execute('', 1), sync()),
    wire(1, query('ROLLBACK')),
    wire(1, bind({ statement: 's' }), execute('', 2), sync()),
  ]),
  attack('a comment that hides the statement', [wire(1, query(`/* ${CITY}; */ ${SSN} -- ${CITY}`))]),
];
