// The options of COPY that say what its stream looks like. What the masks could not read is reported, and refused while one applies.
import type { CopyOptions } from '../../engine/copy-format.ts';
import type { Ast, Node } from './parser.ts';
import { hazard } from './walk.ts';
import type { Walk } from './walk.ts';

/** The text of an option's value as PostgreSQL reads it; null for one without a value, or with one of another kind. */
function optionText(arg: Node | undefined): string | null {
  if (arg === undefined) return null;
  if ('String' in arg) return arg.String.sval ?? '';
  if ('Integer' in arg) return String(arg.Integer.ival ?? 0);
  if ('Boolean' in arg) return String(arg.Boolean.boolval ?? false);
  return null;
}

const FORMATS: Readonly<Record<string, CopyOptions['format']>> = { text: 'text', csv: 'csv', binary: 'binary' };
const ON = /^(?:true|on|1)$/i;
const OFF = /^(?:false|off|0)$/i;
/** They change which values are quoted or how rows come in, not how a stream is read. */
const OF_NO_MATTER: ReadonlySet<string> = new Set(['freeze', 'force_quote', 'force_not_null', 'force_null']);
const UTF8 = /^(?:utf-?8|unicode)$/i;

type Taken = { -readonly [name in keyof CopyOptions]: CopyOptions[name] };
type Take = (taken: Taken, text: string | null) => string | null;

const spoken =
  (name: 'delimiter' | 'nullText' | 'quote' | 'escape'): Take =>
  (taken, text) => {
    if (text === null) return `a ${name} of this form is not understood`;
    taken[name] = text;
    return null;
  };

/** Each takes the value of one option; what it gives back says why it cannot. */
const OPTIONS: Readonly<Record<string, Take>> = {
  format: (taken, text) => {
    const format = FORMATS[text ?? ''];
    if (format === undefined) return `the format ${text ?? ''} is not known`;
    taken.format = format;
    return null;
  },
  header: (taken, text) => {
    if (text !== null && !ON.test(text) && !OFF.test(text)) return `a header ${text} is not understood`;
    taken.hasHeader = text === null || ON.test(text);
    return null;
  },
  encoding: (_taken, text) =>
    UTF8.test(text ?? '') ? null : 'its rows have to be UTF8, because masks are read and written in it',
  delimiter: spoken('delimiter'),
  null: spoken('nullText'),
  quote: spoken('quote'),
  escape: spoken('escape'),
};

/** How `COPY … TO STDOUT` writes its rows. */
export function copyOptions(walk: Walk, { options = [] }: Ast.CopyStmt): CopyOptions {
  const taken: Taken = { format: 'text' };
  for (const option of options) {
    if (!('DefElem' in option)) continue;
    const { defname = '', arg } = option.DefElem;
    if (OF_NO_MATTER.has(defname)) continue;
    const take = OPTIONS[defname];
    const refused = take === undefined ? `the option ${defname} is not known` : take(taken, optionText(arg));
    if (refused !== null) hazard(walk, refused);
  }
  return taken;
}
