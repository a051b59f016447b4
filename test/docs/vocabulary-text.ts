// The tables of the reference, from the vocabulary and the tokens: events with their attributes, words, transforms,
// detectors, and what the names in the grammar stand for.
import { describe } from '../../lang/check/expression-context.ts';
import { ALL_TOKENS, AnyWord, Identifier, KEYWORD, Word } from '../../lang/lexer/tokens.ts';
import { COMMON_ATTRIBUTES } from '../../lang/vocabulary/common.ts';
import { detectorCheck } from '../../lang/vocabulary/detector-text.ts';
import { DETECTORS, type NamedDetector } from '../../lang/vocabulary/detectors.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import { SAFE_HARBOR, type Detectability } from '../../lang/vocabulary/safe-harbor.ts';
import { TRANSFORM_STRENGTH, type Transform } from '../../lang/vocabulary/transforms.ts';
import type { Attribute, ValueType } from '../../lang/vocabulary/types.ts';
import { namedTokens, tokenName } from './grammar-text.ts';

const NAMED: readonly NamedDetector[] = DETECTORS;

/** A longer list of words has a table of its own. */
const MOST_WORDS_IN_A_CELL = 8;

/** How each transform is written, what it shows, and of which values; what has none of these types becomes NULL. */
const TRANSFORMS: Readonly<Record<Transform['kind'], readonly [written: string, shows: string, of: string]>> = {
  redact: ['redact', 'the name of the member, such as `[phi.name]`', 'text'],
  null: ['null', 'NULL', 'every type'],
  pseudonym: ['pseudonym', 'made-up text, the same for the same value', 'text'],
  year: ['year', 'the first of January of the year', 'dates, timestamps, dates in text'],
  keep_first: ['keep first N', 'the first N letters or digits, and all separators', 'text'],
  keep_last: ['keep last N', 'the last N letters or digits, and all separators', 'text'],
  scrub: ['scrub', 'the text, with every hit of a detector replaced', 'text'],
};

const code = (text: string): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** The common attributes once, then what each event has of its own. */
export function eventTables(): string {
  const ofEvents = EVENTS.map(({ name, doc, attributes }) => {
    const own = attributes.filter((attribute) => !COMMON_ATTRIBUTES.includes(attribute));
    return `### ${code(name)}\n\n${doc}\n\n${own.length === 0 ? 'It has the common attributes only.' : attributeTable(own)}`;
  });
  return [`### Every event\n\n${attributeTable(COMMON_ATTRIBUTES)}`, ...ofEvents].join('\n\n');
}

const attributeTable = (attributes: readonly Attribute[]): string =>
  table(
    ['attribute', 'type', 'may be absent', 'known for', 'what it is'],
    attributes.map(({ path, type, optional, scope, doc }) => [
      code(path),
      typeText(type),
      optional ? 'yes' : 'no',
      scope === 'session' ? 'the session' : 'the event',
      doc,
    ]),
  );

function typeText(type: ValueType): string {
  if (type.kind === 'map') return type.values === 'int' ? 'a map to numbers' : 'a map to texts';
  if (type.kind !== 'enum') return describe(type);
  return type.values.length > MOST_WORDS_IN_A_CELL
    ? describe(type)
    : `${describe(type)}: ${type.values.map(code).join(', ')}`;
}

/** The words of the types that have too many for one cell. */
export function wordLists(): string {
  const types = EVENTS.flatMap(({ attributes }) => attributes.map(({ type }) => type));
  const long = new Map(
    types.flatMap((type): [string, readonly string[]][] =>
      type.kind === 'enum' && type.values.length > MOST_WORDS_IN_A_CELL ? [[describe(type), type.values]] : [],
    ),
  );
  return [...long]
    .map(([name, values]) => `${capitalized(name)} is one of ${values.map(code).join(', ')}.`)
    .join('\n\n');
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export const transformTable = (): string =>
  table(
    ['transform', 'shows', 'of', 'strength'],
    Object.entries(TRANSFORM_STRENGTH).map(([kind, strength]) => {
      const [written, shows, of] = TRANSFORMS[kind as Transform['kind']];
      return [code(written), shows, of, String(strength)];
    }),
  );

export const detectorTable = (): string =>
  table(
    ['detector', 'finds', 'a match must have', 'labels'],
    NAMED.map((detector) => [code(detector.name), detector.doc, detectorCheck(detector), labels(detector)]),
  );

const MOST_LABELS_IN_A_CELL = 6;

function labels({ context = [] }: NamedDetector): string {
  const shown = context.slice(0, MOST_LABELS_IN_A_CELL).map(code).join(', ');
  const more = context.length - MOST_LABELS_IN_A_CELL;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

const DETECTABILITY: Readonly<Record<Detectability, string>> = {
  found: 'yes',
  labelled: 'behind a label',
  partly: 'in part',
  tag: 'no; name its columns in a class',
  never: 'no; keep it out of what text shows',
};

/** The 18 identifiers, what finds them, and what is not found. */
export const safeHarborTable = (): string =>
  table(
    ['', 'identifier', 'found in text', 'by', 'not found'],
    SAFE_HARBOR.map(({ letter, identifier, detectability, detectors, gap }) => [
      `(${letter})`,
      identifier,
      DETECTABILITY[detectability],
      detectors.map(code).join(', '),
      gap,
    ]),
  );

/** What stands behind the names in capitals in the grammar. */
export const tokenTable = (): string =>
  table(
    ['name', 'stands for'],
    namedTokens().map((name) => [code(tokenName(name)), tokenText(name)]),
  );

function tokenText(name: string): string {
  const keywords = Object.entries(KEYWORD);
  const ofCategory = (category: typeof Word): string =>
    keywords.flatMap(([text, token]) => (token.CATEGORIES?.includes(category) ? [code(text)] : [])).join(', ');
  if (name === Word.name) return `a name ${patternOf(Identifier.name)}, or one of ${ofCategory(Word)}`;
  if (name === AnyWord.name) return `${code(tokenName(Word.name))}, or one of ${ofCategory(AnyWord)}`;
  const label = ALL_TOKENS.find((token) => token.name === name)?.LABEL ?? '';
  return `${label}: ${patternOf(name)}`;
}

function patternOf(name: string): string {
  const pattern = ALL_TOKENS.find((token) => token.name === name)?.PATTERN;
  if (!(pattern instanceof RegExp)) throw new Error(`the token ${name} has no pattern`);
  return code(`/${pattern.source}/`);
}
