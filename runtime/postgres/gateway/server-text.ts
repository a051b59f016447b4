// Text of the target that may carry protected values, replaced by templates. Severity, SQLSTATE and position stay, so that
// drivers behave as they would.
import { buildMessage } from '../wire/message-builder.ts';
import { conditionText } from '../wire/condition-text.ts';

const WITHHELD = ' (details withheld by policy)';

/** The fields that stay, and what they may look like: anything else could carry a value. */
const KEPT: readonly (readonly [string, RegExp])[] = [
  ['S', /^[\p{L} ]{1,20}$/u],
  ['V', /^[A-Z0-9]{1,10}$/],
  ['C', /^[0-9A-Z]{5}$/],
  ['P', /^\d{1,9}$/],
];

/** Where the recording has what was asked. */
export interface RecordedPlace {
  /** The session's id, by which its recording is found. */
  readonly sessionId: string;
  readonly statement: number;
}

/** An ErrorResponse or NoticeResponse that says the same without the target's words, which are kept nowhere. */
export function templatedReport(
  type: 'E' | 'N',
  fields: ReadonlyMap<string, string>,
  { sessionId, statement }: RecordedPlace,
): Buffer {
  const kept = KEPT.flatMap(([code, shape]) => {
    const value = fields.get(code) ?? '';
    return shape.test(value) ? [code + value] : [];
  });
  const message = `M${conditionText(fields.get('C') ?? 'XX000')}${WITHHELD}`;
  const detail = `DWhat was asked is statement ${statement} of the recording ${sessionId}.`;
  return buildMessage(type, [...kept, message, detail, Buffer.alloc(1)]);
}

/** Where PostgreSQL finds out what names and types mean. What it says there depends on the text of the statement and on the schema alone. */
const FILES_OF_NAMES = /^(?:analyze|parse_(?:relation|func|oper|expr|clause|target|agg|cte|coerce))\.c$/;

/**
 * Whether a report is about the text of the statement: a column that is not there, say. One with a context comes out of a statement that was
 * made while this one ran, perhaps of values.
 */
export const isAboutText = (fields: ReadonlyMap<string, string>): boolean =>
  (fields.get('C') ?? '').startsWith('42') &&
  FILES_OF_NAMES.test(fields.get('F') ?? '') &&
  !['W', 'q', 'p'].some((code) => fields.has(code));

/**
 * Whether a report may quote rows whatever statement it answers: deferred checks speak of rows that an earlier one touched, and what has a
 * context comes out of code that the statement does not show, such as a trigger's.
 */
export const mayQuoteRows = (fields: ReadonlyMap<string, string>): boolean =>
  (fields.get('C') ?? '').startsWith('23') || fields.has('W') || fields.has('q');
