// What the quick start prints: where everything is, and commands to paste.
import type { ClinicHouse } from './clinic-house.ts';
import { PEOPLE, type Person } from './people.ts';

interface Paste {
  readonly about: string;
  readonly command: string;
}

const psql = ({ gateway, target, tickets }: ClinicHouse, user: Person, sql: string): string =>
  `PGPASSWORD=${tickets[user]} psql -h ${gateway.host} -p ${gateway.port} -U ${user} ${target} -c "${sql}"`;

const about = (user: Person): string => PEOPLE.find((person) => person.user === user)?.about ?? '';

const IDENTIFIERS =
  'SELECT id, mrn, ssn, first_name, last_name, date_of_birth, email FROM clinical.patients ORDER BY id LIMIT 5';
const NOTES = 'SELECT id, notes FROM clinical.encounters ORDER BY id LIMIT 3';
const DERIVED = 'SELECT id, substr(ssn, 1, 3) AS area FROM clinical.patients LIMIT 3';
const DROP = 'DROP TABLE clinical.patients';
const BULK = 'SELECT mrn, ssn, last_name FROM clinical.patients';

function pastes(house: ClinicHouse, policyd: string): readonly Paste[] {
  const who = (user: Person): string => `${user}, ${about(user)}`;
  const asPrivacyOfficer = `POLICYD_TICKET=${house.tickets.pri} ${policyd} approvals`;
  return [
    { about: `${who('ana')}: identifiers are masked`, command: psql(house, 'ana', IDENTIFIERS) },
    { about: `${who('bo')}: the same rows in clear`, command: psql(house, 'bo', IDENTIFIERS) },
    { about: `${who('scout')}: masked, although bo sees them`, command: psql(house, 'scout', IDENTIFIERS) },
    { about: 'free text: what a detector finds is replaced', command: psql(house, 'ana', NOTES) },
    { about: 'a value derived from a masked column is redacted', command: psql(house, 'ana', DERIVED) },
    { about: 'blocked by a rule', command: psql(house, 'bo', DROP) },
    { about: 'waits for the privacy office; leave it waiting', command: psql(house, 'bo', BULK) },
    { about: 'see what waits, in another terminal', command: `${asPrivacyOfficer} list -c ${house.config}` },
    {
      about: 'approve it, with the id from the list',
      command: `${asPrivacyOfficer} approve ID --as pri --reason "audit sample" -c ${house.config}`,
    },
    { about: 'prove that the recordings are untouched', command: `${policyd} verify ${house.recordings}` },
  ];
}

export interface WelcomeOptions {
  /** How the user runs policyd: `node bin/policyd`. */
  readonly policyd: string;
  readonly hasPsql: boolean;
}

export function welcome(house: ClinicHouse, { policyd, hasPsql }: WelcomeOptions): string {
  const places = [
    `  PostgreSQL 18   ${house.postgres.host}:${house.postgres.port}, ${house.clinic.patients.length} synthetic patients, ${house.clinic.encounters.length} encounters`,
    `  gateway         ${house.gateway.host}:${house.gateway.port}, database ${house.target}`,
    `  policy          ${house.policy}`,
    `  recordings      ${house.recordings} (removed when this stops; copy what you want to keep)`,
  ];
  const commands = pastes(house, policyd).map(({ about, command }) => `  # ${about}\n  ${command}\n`);
  const missing = hasPsql
    ? []
    : [
        'psql is not in PATH: use any PostgreSQL client with the same user, password and port, or run `npm run tour`.\n',
      ];
  return [
    'hpol quick start: everything is real except the patients\n',
    ...places,
    '\nPaste into another terminal:\n',
    ...missing,
    ...commands,
    'Ctrl-C stops everything and leaves nothing behind.',
  ].join('\n');
}
