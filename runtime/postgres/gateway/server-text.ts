// Text of the target that may carry protected values, replaced by templates. Severity, SQLSTATE and position stay, so that
// drivers behave as they would.
import { buildMessage } from '../wire/message-builder.ts';
import { conditionText } from '../wire/condition-text.ts';

const WITHHELD = ' (details withheld by policy)';

/** An ErrorResponse or NoticeResponse that says the same without the target's words. */
export function templatedReport(type: 'E' | 'N', fields: ReadonlyMap<string, string>): Buffer {
  const sqlstate = fields.get('C') ?? 'XX000';
  const kept = ['S', 'V', 'C', 'P'].flatMap((code) => {
    const value = fields.get(code);
    return value === undefined ? [] : [code + value];
  });
  return buildMessage(type, [...kept, `M${conditionText(sqlstate)}${WITHHELD}`, Buffer.alloc(1)]);
}

/** Deferred checks speak of rows that an earlier statement touched, so their words are never tied to one statement. */
export const isConstraintReport = (fields: ReadonlyMap<string, string>): boolean =>
  (fields.get('C') ?? '').startsWith('23');
