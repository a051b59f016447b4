// What drivers do every day over the protocol.
import type { Control } from '../leak-case.ts';
import {
  bind,
  closeStatement,
  copyData,
  copyDone,
  describePortal,
  describeStatement,
  execute,
  parse,
  query,
  sync,
} from '../messages.ts';
import { caseMakers, wire } from './case-makers.ts';

const { control } = caseMakers('protocol');

const SSN = 'SELECT ssn FROM care.patients ORDER BY id';
const CITY = 'SELECT city FROM care.patients ORDER BY id';

export const PROTOCOL_CONTROLS: readonly Control[] = [
  control(
    'a statement with a name, run twice',
    [
      wire(
        1,
        parse({ name: 's', sql: 'SELECT city, ssn FROM care.patients WHERE id = $1::int' }),
        bind({ statement: 's', parameters: ['1'] }),
        describePortal(),
        execute(),
        sync(),
      ),
      wire(1, bind({ statement: 's', parameters: ['2'] }), execute(), sync()),
    ],
    ['Bemidji', '***-**-1037', 'Winona', '***-**-1074'],
    { rows: 2 },
  ),
  control(
    'public rows by and by',
    [
      wire(
        1,
        parse({ sql: 'SELECT name FROM care.wards ORDER BY id' }),
        bind({ portal: 'p' }),
        describePortal('p'),
        execute('p', 2),
        execute('p', 2),
        sync(),
      ),
    ],
    ['Cardiology', 'Maternity'],
    { rows: 3 },
  ),
  control(
    'masked rows by and by',
    [wire(1, parse({ sql: SSN }), bind({ portal: 'p' }), execute('p', 2), execute('p', 3), sync())],
    ['***-**-1037', '***-**-1185'],
    { rows: 5 },
  ),
  control(
    'a pipeline of queries',
    [wire(3, query('SELECT name FROM care.wards WHERE id = 1'), query(CITY), query('SELECT 42 AS answer'))],
    ['Cardiology', 'Bemidji', '42'],
    { rows: 26 },
  ),
  control(
    'a pipeline of statements with one Sync',
    [
      wire(
        1,
        parse({ sql: 'SELECT 41' }),
        bind(),
        execute(),
        parse({ sql: CITY }),
        bind(),
        describePortal(),
        execute(),
        sync(),
      ),
    ],
    ['41', 'Winona'],
    { rows: 25 },
  ),
  control(
    'a statement described only',
    [wire(1, parse({ sql: 'SELECT id, city FROM care.patients WHERE id = $1' }), describeStatement(), sync())],
    ['city'],
    { rows: 0 },
  ),
  control(
    'formats by column',
    [
      wire(
        1,
        parse({ sql: 'SELECT id, city FROM care.patients WHERE id = 1' }),
        bind({ resultFormats: [1, 0] }),
        describePortal(),
        execute(),
        sync(),
      ),
    ],
    ['Bemidji'],
    { rows: 1 },
  ),
  control(
    'copy in',
    [
      { sql: 'BEGIN' },
      { sql: 'COPY care.scratch (id, note) FROM STDIN' },
      wire(1, copyData('77\tcopied in\n'), copyDone()),
      { sql: 'SELECT note FROM care.scratch WHERE id = 77' },
      { sql: 'ROLLBACK' },
    ],
    ['copied in'],
    { modes: ['simple'], rows: 1 },
  ),
  control(
    'copy in that the client gives up',
    [
      { sql: 'BEGIN' },
      { sql: 'SAVEPOINT s' },
      { sql: 'SELECT name FROM care.wards WHERE id = 2' },
      { sql: 'ROLLBACK TO s' },
      { sql: 'COMMIT' },
    ],
    ['Surgery'],
  ),
  control(
    'a statement closed',
    [
      wire(1, parse({ name: 's', sql: CITY }), bind({ statement: 's' }), execute('', 1), closeStatement('s'), sync()),
      wire(1, query('SELECT 7')),
    ],
    ['Bemidji', '7'],
    { rows: 2 },
  ),
  control(
    'a cursor by portal and by SQL',
    [
      wire(1, query('BEGIN')),
      wire(1, query('DECLARE c CURSOR FOR SELECT name FROM care.wards ORDER BY id')),
      wire(1, query('FETCH 1 FROM c')),
      wire(1, query('FETCH 1 FROM c')),
      wire(1, query('COMMIT')),
    ],
    ['Cardiology', 'Surgery'],
    { rows: 2 },
  ),
];
