// `policyd sessions …`: who was connected, and what became of it, as the recordings tell.
import { withConfig, type AddCommand, type ConfigOption } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { EXIT } from './exit-code.ts';
import { openConfig } from './open-config.ts';
import { findRecording, recordingsIn, summarize, type SessionSummary } from './recording-files.ts';
import { printTable, printable } from './table.ts';

interface Options extends ConfigOption {
  readonly json?: true;
}

export const addSessions: AddCommand = (program, finish) => {
  const sessions = program.command('sessions').description('sessions, live and past');
  withConfig(sessions.command('list'))
    .description('every recorded session, oldest first')
    .option('--json', 'print JSON')
    .action((options: Options) => {
      const summaries = recordingsIn(openConfig(options.config).recordings)
        .map(summarize)
        .filter((summary) => summary !== null)
        .sort((left, right) => left.openedAt.localeCompare(right.openedAt));
      console.log(options.json ? JSON.stringify(summaries.map(facts), null, 2) : listText(summaries));
      finish(EXIT.success);
    });
  withConfig(sessions.command('show'))
    .description('one session')
    .argument('<id>')
    .action((id: string, options: Options) => {
      const summary = summarize(findRecording(openConfig(options.config).recordings, id));
      if (summary === null) throw new CliFault(`the recording of ${id} has no first record`);
      const entries = Object.entries(facts(summary)).map(([name, value]) => [name, String(value)]);
      console.log(entries.map(([name = '', value = '']) => `${name.padEnd(12)} ${printable(value)}`).join('\n'));
      finish(EXIT.success);
    });
};

const facts = ({ opened, openedAt, statements, refused, held, closed, path }: SessionSummary) => ({
  session: opened.session,
  user: opened.identity.user,
  kind: opened.identity.kind,
  on_behalf_of: opened.identity.onBehalfOf,
  target: opened.target,
  client: opened.clientAddress,
  application: opened.application,
  policy: opened.policyName,
  module: opened.policy,
  decision: opened.decision.effect,
  opened: openedAt,
  closed: closed?.at ?? null,
  end: closed?.reason ?? 'open',
  statements,
  refused,
  held,
  recording: path,
});

function listText(summaries: readonly SessionSummary[]): string {
  if (summaries.length === 0) return 'no sessions are recorded';
  return printTable(
    ['session', 'user', 'kind', 'target', 'opened', 'statements', 'refused', 'held', 'end'],
    summaries.map((summary) => {
      const { session, user, kind, target, opened, statements, refused, held, end } = facts(summary);
      return [session, user, kind, target, opened.slice(0, 19), String(statements), String(refused), String(held), end];
    }),
  );
}
