// The words and signs of the language. No word is taken from the author more than needed: a `word` may name a
// member, a rule or an enum value, and any name may follow a dot.
import { createToken, type IToken, Lexer, tokenMatcher, type TokenType } from './chevrotain.ts';

/** What may follow a dot or name a field: every word of the language. */
export const AnyWord: TokenType = createToken({ name: 'AnyWord', pattern: Lexer.NA, label: 'a name' });
/** What may stand for a name on its own: every word that does not hold a rule or a condition together. */
export const Word: TokenType = createToken({ name: 'Word', pattern: Lexer.NA, label: 'a name', categories: [AnyWord] });
export const Identifier: TokenType = createToken({
  name: 'Identifier',
  pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  label: 'a name',
  categories: [Word],
});

/** True for tokens of this type and of those that count as it, such as keywords among the words. */
export const isOfCategory = (token: IToken, category: TokenType): boolean => tokenMatcher(token, category);

export const StringLiteral: TokenType = createToken({
  name: 'StringLiteral',
  pattern: /"(?:[^"\\\n]|\\[^\n])*"/,
  label: 'a string in double quotes',
});
export const UnterminatedString: TokenType = createToken({
  name: 'UnterminatedString',
  pattern: /"(?:[^"\\\n]|\\[^\n])*\\?/,
  categories: [StringLiteral],
});
export const RegexLiteral: TokenType = createToken({
  name: 'RegexLiteral',
  pattern: /\/(?:[^/\\\n[]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[A-Za-z]*/,
  label: 'a pattern such as `/[0-9]+/`',
});
export const UnterminatedRegex: TokenType = createToken({
  name: 'UnterminatedRegex',
  pattern: /\/[^\n]*/,
  categories: [RegexLiteral],
});
export const DurationLiteral: TokenType = createToken({
  name: 'DurationLiteral',
  pattern: /\d+(?:ms|s|m|h|d)(?![A-Za-z0-9_])/,
  label: 'a duration in one unit, such as `90m`',
});
/** `4KiB`: bytes. */
export const SizeLiteral: TokenType = createToken({
  name: 'SizeLiteral',
  pattern: /\d+(?:[KMGT]i?)?B(?![A-Za-z0-9_])/,
  label: 'a size such as `10MB`',
});
/** Wider than what is valid, so that a date without a zone is one token with one message. */
export const TimeLiteral: TokenType = createToken({
  name: 'TimeLiteral',
  pattern: /\d{4}-\d{2}-\d{2}(?:T\d{2}(?::\d{2}){0,2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?(?![A-Za-z0-9_])/,
  label: 'a time such as `2026-12-31T18:00Z`',
});
export const ClockLiteral: TokenType = createToken({
  name: 'ClockLiteral',
  pattern: /\d{1,2}:\d{2}(?![A-Za-z0-9_])/,
  label: 'a time of day such as `08:00`',
});
export const IntLiteral: TokenType = createToken({ name: 'IntLiteral', pattern: /\d+/, label: 'a whole number' });
/** A name with a wildcard in it. A star has no other use, so it needs no spaces around it to be told apart. */
export const Glob: TokenType = createToken({
  name: 'Glob',
  pattern: /[A-Za-z0-9_]*\*[A-Za-z0-9_*]*/,
  label: 'a name with `*`',
});
export const Comment: TokenType = createToken({ name: 'Comment', pattern: /\/\/[^\n]*/, group: 'comments' });
const Space = createToken({ name: 'Space', pattern: /[ \t\r\n\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });

const word = (text: string, category: TokenType): TokenType =>
  createToken({
    name: `word_${text}`,
    pattern: text,
    label: `\`${text}\``,
    longer_alt: Identifier,
    categories: [category],
  });

const sign = (name: string, pattern: string): TokenType => createToken({ name, pattern, label: `\`${pattern}\`` });

const DECLARATIONS = [
  'policy',
  'default',
  'import',
  'class',
  'let',
  'mask',
  'block',
  'approve',
  'allow',
  'flag',
  'test',
] as const;

/** Words that start declarations. `schema` also stands for a name on its own, so it is not among those that do not. */
export const DECLARATION_WORDS = [...DECLARATIONS, 'schema'] as const;

/**
 * Words that start declarations and hold rules and conditions together. They may follow a dot and name members, but
 * do not stand for a name on their own: then a rule that breaks off does not swallow the start of the next.
 */
const STRUCTURE = [
  ...DECLARATIONS,
  'limit',
  'assert',
  'and',
  'or',
  'not',
  'in',
  'is',
  'true',
  'false',
  'starts',
  'ends',
  'contains',
  'matches',
  'when',
  'unless',
  'with',
  'because',
  'by',
  'within',
  'for',
  'of',
  'on',
  'predicates',
  'trusts',
  'reveals',
] as const;
/** Words that mean something in one place only. `schema` is among them because it is also an enum word. */
const FREE = [
  'schema',
  'column',
  'detect',
  'first',
  'last',
  'once',
  'null',
  'present',
  'absent',
  'any',
  'all',
  'given',
  'returning',
  'expect',
  'row',
] as const;

type Keyword = (typeof STRUCTURE)[number] | (typeof FREE)[number];

const keywords = (names: readonly Keyword[], category: TokenType): [Keyword, TokenType][] =>
  names.map((name) => [name, word(name, category)]);

/** The token of each keyword. */
export const KEYWORD = Object.fromEntries([...keywords(STRUCTURE, AnyWord), ...keywords(FREE, Word)]) as Readonly<
  Record<Keyword, TokenType>
>;

export const SIGN = {
  openBrace: sign('OpenBrace', '{'),
  closeBrace: sign('CloseBrace', '}'),
  openParen: sign('OpenParen', '('),
  closeParen: sign('CloseParen', ')'),
  openBracket: sign('OpenBracket', '['),
  closeBracket: sign('CloseBracket', ']'),
  comma: sign('Comma', ','),
  colon: sign('Colon', ':'),
  range: sign('Range', '..'),
  dot: sign('Dot', '.'),
  minus: sign('Minus', '-'),
  coalesce: sign('Coalesce', '??'),
  equalsTo: sign('EqualsTo', '=='),
  notEquals: sign('NotEquals', '!='),
  atMost: sign('AtMost', '<='),
  atLeast: sign('AtLeast', '>='),
  less: sign('Less', '<'),
  more: sign('More', '>'),
  equals: sign('Equals', '='),
} as const;

/** Every token, in the order in which the lexer tries them: longer forms first. */
export const ALL_TOKENS: readonly TokenType[] = [
  Space,
  Comment,
  StringLiteral,
  UnterminatedString,
  RegexLiteral,
  UnterminatedRegex,
  TimeLiteral,
  ClockLiteral,
  DurationLiteral,
  SizeLiteral,
  Glob,
  IntLiteral,
  // `within` before `with`: a keyword that is the start of a longer one would be read as an identifier.
  ...Object.values(KEYWORD).sort((a, b) => b.name.length - a.name.length),
  Identifier,
  AnyWord,
  Word,
  ...Object.values(SIGN),
];
