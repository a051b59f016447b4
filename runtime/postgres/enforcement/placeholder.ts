// What stands for a redacted value, as a value of its type: `[phi.ssn]`, or `[phi.first+phi.last]` for one derived from several members.
import type { ValueForm } from '../../../lang/vocabulary/sql-types.ts';

/** A value of type `name` is shorter than NAMEDATALEN. */
const MAX_NAME_BYTES = 63;
/** `jsonb_send` writes a version number in front of the text. */
const JSONB_VERSION = '\u0001';

/**
 * The bytes of the placeholder, as UTF-8, for one of the forms whose column of lang/vocabulary/type-masks.ts has `redact`; null where
 * it does not fit. It may be longer than a varchar(n) says; clients take that.
 */
export function placeholder(members: readonly string[], form: ValueForm, format: 0 | 1): string | null {
  const text = `[${members.join('+')}]`;
  switch (form) {
    case 'text':
    case 'padded':
      return text;
    case 'name':
      return Buffer.byteLength(text) > MAX_NAME_BYTES ? null : text;
    case 'json':
      return JSON.stringify(text);
    case 'jsonb':
      return `${format === 1 ? JSONB_VERSION : ''}${JSON.stringify(text)}`;
    case 'xml':
      // An element, so that it is a document as well as content.
      return `<redacted>${text}</redacted>`;
    case 'bytea':
      return format === 1 ? text : `\\x${Buffer.from(text).toString('hex')}`;
    default:
      return null;
  }
}
