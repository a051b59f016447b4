// Ways in front of the login: encryption that is asked for and not waited for, startup packets that say two things, replication,
// cancellation. Each begins on a connection over which nothing was sent.
import type { Attack, Control, Step } from '../leak-case.ts';
import { cancelRequest, gssRequest, password, query, sslRequest, startup, together } from '../messages.ts';
import { DATABASE, ticketOf } from '../world/people.ts';

const GROUP = 'protocol';
const SSN = 'SELECT ssn, full_name FROM care.patients ORDER BY id';

type Pairs = readonly (readonly [string, string])[];
const ANA: Pairs = [
  ['user', 'ana'],
  ['database', DATABASE],
];

const attack = (name: string, steps: readonly Step[]): Attack => ({
  kind: 'attack',
  group: GROUP,
  name,
  steps,
  begins: 'bare',
});
const control = (name: string, steps: readonly Step[], shows: readonly string[], rows: number): Control => ({
  kind: 'control',
  group: GROUP,
  name,
  steps,
  begins: 'bare',
  shows,
  rows,
});

const login = (pairs: Pairs, version?: number): Buffer => together(startup(pairs, version), password(ticketOf('ana')));
/** Signs in, asks, and says goodbye, so that the end comes whether or not the login was refused. */
const askAfter = (pairs: Pairs, version?: number): readonly Step[] => [
  { bytes: together(login(pairs, version), query(SSN), Buffer.from('X\0\0\0\u0004', 'latin1')), until: 'close' },
];

export const LOGIN_ATTACKS: readonly Attack[] = [
  attack('clear text behind a request for TLS', [
    { bytes: together(sslRequest(), login(ANA), query(SSN)), until: 'close' },
  ]),
  attack('clear text behind a request for GSS', [
    { bytes: together(gssRequest(), login(ANA), query(SSN)), until: 'close' },
  ]),
  attack('a second request for encryption', [
    { bytes: sslRequest(), until: 0 },
    { bytes: sslRequest(), until: 0 },
    ...askAfter(ANA),
  ]),
  attack('GSS, then TLS, then a login', [
    { bytes: gssRequest(), until: 0 },
    { bytes: sslRequest(), until: 0 },
    ...askAfter(ANA),
  ]),
  attack(
    'the user named twice',
    askAfter([
      ['user', 'bo'],
      ['database', DATABASE],
      ['user', 'ana'],
    ]),
  ),
  attack(
    'the user named twice, the clear one last',
    askAfter([
      ['user', 'ana'],
      ['database', DATABASE],
      ['user', 'bo'],
    ]),
  ),
  attack(
    'the database named twice',
    askAfter([
      ['user', 'ana'],
      ['database', DATABASE],
      ['database', 'postgres'],
    ]),
  ),
  attack(
    'another database',
    askAfter([
      ['user', 'ana'],
      ['database', 'care_origin'],
    ]),
  ),
  attack('the user within the options', askAfter([...ANA, ['options', '-c user=bo']])),
  attack('the role within the options', askAfter([...ANA, ['options', '-c role=postgres']])),
  attack('the authorization within the options', askAfter([...ANA, ['options', '-c session_authorization=postgres']])),
  attack('a replication connection', [
    {
      bytes: together(login([...ANA, ['replication', 'database']]), query(SSN), Buffer.from('X\0\0\0\u0004', 'latin1')),
      until: 'close',
    },
  ]),
  attack('a physical replication connection', [
    {
      bytes: together(
        login([
          ['user', 'ana'],
          ['replication', 'true'],
        ]),
        query('BASE_BACKUP'),
        Buffer.from('X\0\0\0\u0004', 'latin1'),
      ),
      until: 'close',
    },
  ]),
  attack('replication in an unusual spelling', askAfter([...ANA, ['replication', 'tRu']])),
  attack('another encoding at the start', askAfter([...ANA, ['client_encoding', 'LATIN1']])),
  attack('strings of the old kind at the start', askAfter([...ANA, ['standard_conforming_strings', 'off']])),
  attack('a minor version of the future', askAfter(ANA, 196_610)),
  attack('an extension of the protocol', askAfter([...ANA, ['_pq_.raw', 'on']])),
  attack('a version of the past', [{ bytes: startup(ANA, 131_072), until: 'close' }]),
  attack('a query in place of a password', [{ bytes: together(startup(ANA), query(SSN)), until: 'close' }]),
  attack('the ticket of somebody else', [
    {
      bytes: together(
        startup([
          ['user', 'bo'],
          ['database', DATABASE],
        ]),
        password(ticketOf('ana')),
        query(SSN),
      ),
      until: 'close',
    },
  ]),
  attack('a startup packet that is too short', [{ bytes: Buffer.from([0, 0, 0, 4, 0, 3, 0, 0]), until: 'close' }]),
  attack('a startup packet that is too long', [{ bytes: Buffer.from([0x7f, 0, 0, 0, 0, 3, 0, 0]), until: 'close' }]),
  attack('a cancellation of nobody', [{ bytes: cancelRequest(1, Buffer.alloc(4)), until: 'close' }]),
  attack('a cancellation with a key that is too long', [
    { bytes: cancelRequest(1, Buffer.alloc(300)), until: 'close' },
  ]),
];

export const LOGIN_CONTROLS: readonly Control[] = [
  control(
    'a login in clear text behind a declined request',
    [
      { bytes: sslRequest(), until: 0 },
      { bytes: login(ANA), until: 1 },
      { bytes: query('SELECT city FROM care.patients WHERE id = 1'), until: 1 },
    ],
    ['Bemidji'],
    1,
  ),
  control(
    'a login that goes on at once',
    [{ bytes: together(login(ANA), query('SELECT name FROM care.wards WHERE id = 1')), until: 2 }],
    ['Cardiology'],
    1,
  ),
];
