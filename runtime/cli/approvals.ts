// `policyd approvals …`: the inbox in a terminal. Whoever decides is named by --as and proved by the ticket in POLICYD_TICKET.
import type { Command } from 'commander';
import type { ApprovalView } from '../approvals/approval-book.ts';
import type { ApprovalVote } from '../approvals/approvals.ts';
import { withConfig, type AddCommand, type ConfigOption } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { actingIdentity } from './acting-identity.ts';
import { openConfig, openIdentities } from './open-config.ts';
import { printTable, printable } from './table.ts';

interface ListOptions extends ConfigOption {
  readonly all?: true;
  readonly json?: true;
}

interface DecideOptions extends ConfigOption {
  readonly as: string;
  readonly reason: string;
}

export const addApprovals: AddCommand = (program, finish) => {
  const approvals = program.command('approvals').description('the inbox: what waits for somebody else to agree');
  withConfig(approvals.command('list'))
    .description('requests that wait; --all for those that are over, too')
    .option('--all', 'also those that are over')
    .option('--json', 'print JSON')
    .action(async (options: ListOptions) => {
      const views = (await openBook(options)).list(options.all ? null : 'pending');
      console.log(options.json ? JSON.stringify(views, null, 2) : listText(views));
      finish(EXIT.success);
    });
  withConfig(approvals.command('show'))
    .description('one request with the exact statement')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: ListOptions) => {
      const view = (await openBook(options)).find(id);
      if (view === null) throw new CliFault(`there is no approval ${id}`);
      console.log(options.json ? JSON.stringify(view, null, 2) : showText(view));
      finish(EXIT.success);
    });
  addDecision(approvals, 'approve', finish);
  addDecision(approvals, 'deny', finish);
};

async function openBook(options: ConfigOption) {
  const [{ ApprovalBook }, { openSqliteStore }] = await Promise.all([
    import('../approvals/approval-book.ts'),
    import('../store/open-sqlite-store.ts'),
  ]);
  return new ApprovalBook(openSqliteStore(openConfig(options.config).store));
}

function addDecision(approvals: Command, verdict: ApprovalVote['verdict'], finish: (status: ExitCode) => void): void {
  withConfig(approvals.command(verdict))
    .description(`${verdict} a request; the ticket of whoever decides is in POLICYD_TICKET`)
    .argument('<id>')
    .requiredOption('--as <user>', 'who decides')
    .option('--reason <text>', 'why; it is kept as evidence and shown to whoever asked', '')
    .action(async (id: string, options: DecideOptions) => {
      const by = actingIdentity(openIdentities(openConfig(options.config)), options.as);
      if (by === null) {
        console.error(`error: POLICYD_TICKET does not hold the ticket of ${options.as}`);
        return finish(EXIT.no);
      }
      const { decideApproval } = await import('../approvals/decide-approval.ts');
      const result = decideApproval(await openBook(options), { id, by, verdict, reason: options.reason });
      if (typeof result === 'string') console.error(`error: ${result}`);
      else console.log(`${result.id} is ${result.state}${votesNeeded(result)}`);
      return finish(typeof result === 'string' ? EXIT.no : EXIT.success);
    });
}

function votesNeeded({ state, votes, question }: ApprovalView): string {
  return state === 'pending' ? `: ${votes.length} of ${question.terms.count} have approved` : '';
}

const oneLine = (text: string, length: number): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};

function listText(views: readonly ApprovalView[]): string {
  if (views.length === 0) return 'nothing waits';
  return printTable(
    ['id', 'state', 'who', 'target', 'rule', 'decided by', 'until', 'statement'],
    views.map(({ id, state, question, expiresAt, votes }) => [
      id,
      state,
      question.identity.user,
      question.target,
      question.terms.rule,
      `${votes.length}/${question.terms.count} of ${question.terms.group}`,
      expiresAt.toISOString().slice(0, 19),
      oneLine(question.statement, 60),
    ]),
  );
}

function showText({ id, state, question, createdAt, expiresAt, grantedUntil, votes }: ApprovalView): string {
  const { identity, terms, target, because, statement, parameters, sessionId, policyDigest } = question;
  const principal = identity.onBehalfOf === null ? '' : `, for ${identity.onBehalfOf}`;
  const lines = [
    `${id}: ${state}`,
    `who        ${identity.user} (${identity.kind}${principal}), session ${sessionId}`,
    `target     ${target}`,
    `rule       ${terms.rule}: ${because}`,
    `decided by ${terms.count} of ${terms.group}, ${terms.grant_ms === null ? 'for once' : `for ${terms.grant_ms / 1000} s`}`,
    `asked      ${createdAt.toISOString()}, until ${expiresAt.toISOString()}`,
    ...(grantedUntil === null ? [] : [`granted    until ${grantedUntil.toISOString()}`]),
    `policy     ${policyDigest}`,
    `statement  ${statement}`,
    ...parameters.map((value, index) => `  $${index + 1} = ${value === null ? 'NULL' : JSON.stringify(value)}`),
    ...votes.map(
      ({ by, verdict, reason, at }) => `${verdict.padEnd(10)} by ${by} at ${at}${reason === '' ? '' : `: ${reason}`}`,
    ),
  ];
  // Statements are the users' text: nothing of it may command the approver's terminal.
  return lines
    .flatMap((line) => line.split('\n'))
    .map(printable)
    .join('\n');
}
