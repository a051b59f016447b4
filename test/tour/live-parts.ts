// The parts of the tour that happen on a live session: a mask, a derived column, a block, an approval.
import type { Client } from 'pg';
import type { Person } from '../../runtime/cli/quickstart/people.ts';
import { until, type TestClinic } from '../kit/clinic.ts';
import { claim, prompt, quote, ran, rowsTable, say, type Part, type Rows, type Stage } from './stage.ts';

const IDENTIFIERS =
  'SELECT id, mrn, ssn, last_name, date_of_birth::text AS born, email FROM clinical.patients ORDER BY id LIMIT 3';
const PLAIN = 'SELECT id, mrn, ssn, last_name, date_of_birth, email FROM clinical.patients ORDER BY id LIMIT 3';

async function asks(client: Client, who: Person, statement: string): Promise<Rows> {
  prompt(who, statement);
  const { rows } = (await client.query(statement)) as { rows: Rows };
  rowsTable(rows);
  return rows;
}

/** Asks for something that must be refused; shows the refusal. */
async function isRefused(client: Client, who: Person, statement: string): Promise<string> {
  prompt(who, statement);
  try {
    await client.query(statement);
  } catch (error) {
    const { message, detail, hint } = error as { message: string; detail?: string; hint?: string };
    const lines = [`ERROR:  ${message}`, detail && `DETAIL:  ${detail}`, hint && `HINT:  ${hint}`].filter(Boolean);
    quote(lines.join('\n'));
    return lines.join('\n');
  }
  claim(`${who} is refused`, false);
  return '';
}

/** A client that leaves values as PostgreSQL writes them. */
const connect = (clinic: TestClinic, who: Person): Promise<Client> =>
  clinic.connect(who, { types: { getTypeParser: () => (value: string) => value } });

const text = (value: unknown): string => JSON.stringify(value);

async function mask({ clinic }: Stage): Promise<void> {
  const patients = clinic.house.clinic.patients.slice(0, 3);
  for (const who of ['ana', 'scout'] as const) {
    const client = await connect(clinic, who);
    const rows = await asks(client, who, PLAIN);
    claim(`${who} sees ${rows.length} rows and no protected value`, clinic.sweep.find(text(rows)).length === 0);
    claim(
      `${who} sees the last four digits of each number`,
      rows.every((row, index) => row['ssn'] === `***-**-${patients[index]?.ssn.slice(-4)}`),
    );
    await client.end();
  }
  const bo = await connect(clinic, 'bo');
  const rows = await asks(bo, 'bo', PLAIN);
  claim(
    'bo, a clinician, sees them in clear',
    rows.every((row, index) => row['ssn'] === patients[index]?.ssn),
  );
  await bo.end();
  const ana = await connect(clinic, 'ana');
  const notes = await asks(ana, 'ana', 'SELECT id, notes FROM clinical.encounters ORDER BY id LIMIT 3');
  claim('in free text, what a detector finds is replaced', clinic.sweep.find(text(notes)).length === 0);
  await ana.end();
}

async function derived({ clinic }: Stage): Promise<void> {
  const ana = await connect(clinic, 'ana');
  const area = await asks(
    ana,
    'ana',
    'SELECT id, substr(ssn, 1, 3) AS area FROM clinical.patients ORDER BY id LIMIT 3',
  );
  const patients = clinic.house.clinic.patients.slice(0, 3);
  claim(
    'a value computed from a masked column is redacted',
    area.length === 3 && area.every((row, index) => row['area'] !== patients[index]?.ssn.slice(0, 3)),
  );
  const cast = await asks(ana, 'ana', IDENTIFIERS);
  claim('a cast does not bring it back', clinic.sweep.find(text(cast)).length === 0);
  const refusal = await isRefused(ana, 'ana', "SELECT id FROM clinical.patients WHERE ssn LIKE '900%'");
  claim('guessing it piece by piece is refused, and the refusal names the column', refusal.includes('ssn'));
  await ana.end();
}

async function block({ clinic }: Stage): Promise<void> {
  const bo = await connect(clinic, 'bo');
  const refusal = await isRefused(bo, 'bo', 'DROP TABLE clinical.patients');
  claim('the refusal names the rule', refusal.includes('schema_change'));
  const rows = await asks(bo, 'bo', 'SELECT count(*) AS patients FROM clinical.patients');
  claim('the session goes on, and the table is there', Number(rows[0]?.['patients']) > 0);
  await bo.end();
}

async function approval({ clinic }: Stage): Promise<void> {
  const bo = await connect(clinic, 'bo');
  const statement = 'SELECT mrn, ssn, last_name FROM clinical.patients';
  const notices: string[] = [];
  bo.on('notice', (notice) => notices.push([notice.message, notice.hint].filter(Boolean).join('\n')));
  prompt('bo', statement);
  const answer = bo.query(statement) as Promise<{ rows: Rows }>;
  // Awaited below; without this a refusal that comes early would end the process.
  answer.catch(() => undefined);
  const notice = await until(() => notices[0], 'the notice that the statement waits');
  quote(`NOTICE:  ${notice}`);
  const id = /apr-[a-z0-9]+/.exec(notice)?.[0] ?? '';
  const own = await clinic.approvals('bo', 'approve', id, '--as', 'bo', '--reason', 'I need it');
  ran(`policyd approvals approve ${id} --as bo --reason "I need it"`, own);
  claim('bo cannot approve his own request', own.status === 1);
  ran('policyd approvals list', await clinic.approvals('pri', 'list'));
  const approved = await clinic.approvals('pri', 'approve', id, '--as', 'pri', '--reason', 'quarterly audit');
  ran(`policyd approvals approve ${id} --as pri --reason "quarterly audit"`, approved);
  const { rows } = await answer;
  say('bo’s statement runs on:');
  rowsTable(rows);
  claim(`pri approves, and bo gets all ${rows.length} rows`, rows.length === clinic.house.clinic.patients.length);
  await bo.end();
}

export const LIVE_PARTS: readonly Part[] = [
  { title: 'The same query, three people: who sees what', play: mask },
  { title: 'Values derived from masked columns', play: derived },
  { title: 'A block', play: block },
  { title: 'An approval', play: approval },
];
