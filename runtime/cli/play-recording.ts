// A recording as text to read: each statement, what was decided and why, and the rows exactly as the client got them.
import type { RecordHeader, WholeRecord, ResultEnded, StatementDecided } from '../recording/records.ts';
import type { Refusal } from '../postgres/enforcement/enforcement.ts';
import { printTable, printable } from './table.ts';
import { ReplyReader, type Reply } from './reply-reader.ts';

/** Texts in the order of the session. */
export function* playRecording(records: Iterable<WholeRecord>, maxRows: number): Generator<string> {
  const replies = new ReplyReader(maxRows);
  for (const record of records) {
    if (record.kind === 'response') {
      for (const reply of replies.read(Buffer.from(record.bytes, 'base64'))) yield replyText(reply);
      for (const result of record.results) yield resultText(result);
      continue;
    }
    const text = recordText(record);
    if (text !== null) yield text;
  }
}

function recordText(record: WholeRecord): string | null {
  switch (record.kind) {
    case 'session.open': {
      const { identity, target, clientAddress, policyName, policy, at } = record;
      const principal = identity.onBehalfOf === null ? '' : ` for ${identity.onBehalfOf}`;
      return printable(
        `${at}  ${identity.user} (${identity.kind}${principal}) from ${clientAddress} to ${target}, policy ${policyName} ${policy.slice(0, 12)}`,
      );
    }
    case 'statement':
      return statementText(record);
    case 'approval':
      return printable(
        `   approval ${record.id} (${record.rule}): ${record.state}${record.votes.map((vote) => `; ${vote.verdict} by ${vote.by}: ${vote.reason}`).join('')}`,
      );
    case 'fault':
      return printable(`   fault: ${record.message}`);
    case 'session.close':
      return printable(`${record.at}  closed: ${record.reason}`);
    case 'catalog':
    case 'response':
    case 'checkpoint':
      return null;
    default:
      return record satisfies never;
  }
}

function statementText(record: RecordHeader & StatementDecided): string {
  const { at, statement, via, event, decision, enforcement } = record;
  const facts = event['statement'];
  const text = typeof facts === 'object' ? facts['text'] : '';
  const sql = typeof text === 'string' ? text : '';
  const masks = decision.masks.map(({ member, transform, rule }) => `${member} ${transform} (${rule})`);
  const lines = [
    `\n${at}  #${statement} ${via}`,
    ...sql.split('\n').map((line) => `   ${printable(line)}`),
    printable(
      `   ${enforcement.action}: ${decision.effect}${decision.decided_by === null ? '' : ` by ${decision.decided_by}`}, ${decision.reason}`,
    ),
    ...(masks.length > 0 ? [printable(`   masks: ${masks.join(', ')}`)] : []),
    ...refusalLines(enforcement.refusal).map(printable),
  ];
  return lines.join('\n');
}

/** What the client read, and what of the statement led to it. */
function refusalLines(refusal: Refusal | null): readonly string[] {
  if (refusal === null) return [];
  const { message, detail, rule, cause } = refusal;
  const parts = cause === null ? [] : [cause.channel, cause.column, cause.member, cause.via];
  const place = cause === null || cause.line === null ? [] : [`line ${cause.line}, column ${cause.lineColumn}`];
  const said = [rule === null ? '' : `rule ${rule}`, ...parts, ...place].filter((part) => part !== null && part !== '');
  return [
    `   refused: ${message}`,
    ...(detail === '' ? [] : [`   because: ${detail.replaceAll('\n', ' ')}`]),
    ...(cause === null ? [] : [`   cause: ${said.join('; ')}`]),
  ];
}

function resultText({ outcome, tag, rows, masked }: ResultEnded): string {
  const counts = Object.entries(masked).map(([name, values]) => `${name}: ${values}`);
  return printable(`   ${outcome} ${tag}, ${rows} rows${counts.length > 0 ? `, masked ${counts.join(', ')}` : ''}`);
}

function replyText(reply: Reply): string {
  if (reply.kind === 'notice') return `   ${printable(reply.text)}`;
  const more = reply.total > reply.rows.length ? `\n   … ${reply.total - reply.rows.length} more rows` : '';
  const table = printTable(reply.names, reply.rows).replaceAll('\n', '\n   ');
  return `   ${table}${more}`;
}
