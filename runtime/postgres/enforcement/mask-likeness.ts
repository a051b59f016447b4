// Whether a value that somebody writes looks like what a mask shows: a client that reads a row and saves it whole would put the mask in
// the place of the value. Values are looked at and never kept, told or recorded. Pure.
import { formOfOid, type ValueForm } from '../../../lang/vocabulary/sql-types.ts';
import { TYPE_MASKS } from '../../../lang/vocabulary/type-masks.ts';
import type { Transform } from '../../../lang/vocabulary/transforms.ts';

/** `certain`: no real value looks so. `possible`: a real value may, such as the first of January. */
export type Likeness = 'certain' | 'possible' | null;

interface Shown {
  readonly text: string;
  readonly form: ValueForm;
  readonly transform: Transform;
}

const certainWhen = (holds: boolean): Likeness => (holds ? 'certain' : null);
const possibleWhen = (holds: boolean): Likeness => (holds ? 'possible' : null);

/** Letters and digits as `keep` counts them: everything beyond ASCII is a letter. */
const LETTER = /[A-Za-z0-9\u0080-\u{10FFFF}]/gu;

/** Stars on the one side, and no more letters than are kept on the other. */
function likeKept({ text, transform }: Shown): Likeness {
  if (!('count' in transform) || !text.includes('*')) return null;
  const letters = [...text.matchAll(LETTER)];
  if (letters.length > transform.count) return null;
  const [first, last] = [letters[0]?.index ?? text.length, letters.at(-1)?.index ?? -1];
  return certainWhen(transform.kind === 'keep_last' ? text.lastIndexOf('*') < first : text.indexOf('*') > last);
}

const UUID_OF_VERSION_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
/** More digits than people give numbers to anything: nearly every pseudonym of an int8 has them. */
const LONG_NUMBER = /^\d{16,19}$/;
const SIXTEEN_BYTES = /^\\x[0-9a-f]{32}$/i;

const likePseudonym = ({ text, form }: Shown): Likeness => {
  if (/^p_[0-9a-f]{16} *$/.test(text) || UUID_OF_VERSION_8.test(text)) return 'certain';
  if (form === 'int8') return possibleWhen(LONG_NUMBER.test(text));
  return possibleWhen(form === 'bytea' && SIXTEEN_BYTES.test(text));
};

/** The first of January, at midnight where there is a time; drivers write a zone behind it. */
const NEW_YEAR = /^\d{4}-0?1-0?1(?:[ T]00:00(?::00(?:\.0+)?)?)?(?: ?(?:Z|[+-]\d\d(?::?\d\d)?))?$/;

const LIKENESS: Readonly<Record<Transform['kind'], (shown: Shown) => Likeness>> = {
  redact: () => null,
  null: () => null,
  scrub: () => null,
  keep_first: likeKept,
  keep_last: likeKept,
  pseudonym: likePseudonym,
  year: ({ text }) => possibleWhen(NEW_YEAR.test(text)),
  zip3: ({ text, form }) =>
    form === 'text' || form === 'padded' || form === 'name'
      ? certainWhen(/^\d{3} *$/.test(text))
      : possibleWhen(/^\d{1,3}$/.test(text)),
  age90: ({ text }) => possibleWhen(/^90(?:\.0+)?$/.test(text)),
};

const BRACKETED = /\[([^[\]]+)\]/g;

/** `[phi.ssn]`, `[phi.first+phi.last]`, alone or in a text. */
const holdsPlaceholder = (text: string, members: ReadonlySet<string>): boolean =>
  [...text.matchAll(BRACKETED)].some(([, names = '']) => names.split('+').every((name) => members.has(name)));

const bytesOf = (text: string): string =>
  /^\\x(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text.slice(2), 'hex').toString('utf8') : text;

export interface WrittenText {
  /** As the type's text format has it; null is NULL. */
  readonly text: string | null;
  /** Of the column; a domain's is that of the type under it. */
  readonly typeOid: number;
  readonly transform: Transform;
  /** All members of the policy: any of them may stand in a placeholder. */
  readonly members: ReadonlySet<string>;
}

/** How a value looks beside what the mask of its column shows. */
export function maskLikeness({ text, typeOid, transform, members }: WrittenText): Likeness {
  const form = formOfOid(typeOid);
  // Where no value of the type is shown, NULL is.
  if (text === null) return possibleWhen(TYPE_MASKS[form][transform.kind] === undefined);
  if (holdsPlaceholder(form === 'bytea' ? bytesOf(text) : text, members)) return 'certain';
  return LIKENESS[transform.kind]({ text, form, transform });
}
