// A TextMate grammar made from the tokens of the language, for editors and sites that colour without a language server.
import type { TokenType } from '../../lexer/chevrotain.ts';
import { ALL_TOKENS, KEYWORD, SIGN } from '../../lexer/tokens.ts';

interface Pattern {
  readonly name?: string;
  readonly match: string;
  readonly captures?: Readonly<Record<string, { readonly name: string } | { readonly patterns: readonly Pattern[] }>>;
}

export interface TextMateGrammar {
  readonly $schema: string;
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly Pattern[];
}

const DECLARING = ['class', 'let', 'mask', 'block', 'approve', 'allow', 'flag', 'policy'];
const OPERATORS = ['and', 'or', 'not', 'in', 'is', 'starts', 'ends', 'contains', 'matches', 'any', 'all'];
const CONSTANTS = ['true', 'false', 'null'];

/** Tokens whose pattern alone says what they are; every other literal is a number of some kind. */
const SCOPES: Readonly<Record<string, string>> = {
  Comment: 'comment.line.double-slash.hpol',
  StringLiteral: 'string.quoted.double.hpol',
  RegexLiteral: 'string.regexp.hpol',
  Glob: 'variable.other.column.hpol',
};
const NUMBER = 'constant.numeric.hpol';

const ESCAPES: Pattern = { name: 'constant.character.escape.hpol', match: String.raw`\\(?:u\{[0-9A-Fa-f]{1,6}\}|.)` };

export const textMateGrammar = (): TextMateGrammar => ({
  $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
  name: 'hpol',
  scopeName: 'source.hpol',
  fileTypes: ['hpol'],
  patterns: [...ALL_TOKENS.flatMap(literalPattern), ...declarations(), ...keywords(), ...names(), ...signs()],
});

function literalPattern({ name, PATTERN }: TokenType): readonly Pattern[] {
  const scope = SCOPES[name] ?? (name.endsWith('Literal') ? NUMBER : undefined);
  if (!(PATTERN instanceof RegExp) || scope === undefined) return [];
  // The lexer has read a whole name before it looks for a number.
  const match = scope === NUMBER ? String.raw`(?<![\w.])${PATTERN.source}` : PATTERN.source;
  const inner = name === 'StringLiteral' ? { captures: { 0: { patterns: [ESCAPES] } } } : {};
  return [{ name: scope, match, ...inner }];
}

/** The name that a declaration gives. */
const declarations = (): readonly Pattern[] => [
  {
    match: String.raw`(?<![.\w])(${DECLARING.join('|')})\s+([A-Za-z_]\w*)\b(?!\s*:)`,
    captures: { 1: { name: 'keyword.declaration.hpol' }, 2: { name: 'entity.name.type.hpol' } },
  },
];

/** A word behind a dot, or before a colon, is a name. */
function keywords(): readonly Pattern[] {
  const all = Object.keys(KEYWORD);
  const pattern = (scope: string, words: readonly string[]): Pattern => ({
    name: scope,
    match: String.raw`(?<![.\w])(?:${words.join('|')})\b(?!\s*:)`,
  });
  const known = (words: readonly string[]): readonly string[] => words.filter((word) => all.includes(word));
  return [
    pattern('constant.language.hpol', known(CONSTANTS)),
    pattern('keyword.operator.word.hpol', known(OPERATORS)),
    pattern(
      'keyword.control.hpol',
      all.filter((word) => !CONSTANTS.includes(word) && !OPERATORS.includes(word)),
    ),
  ];
}

const names = (): readonly Pattern[] => [
  { name: 'variable.other.member.hpol', match: String.raw`\b[A-Za-z_]\w*(?=\s*:)` },
  { name: 'variable.other.property.hpol', match: String.raw`\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+` },
  { name: 'constant.other.hpol', match: String.raw`\b[A-Z][A-Z_]+\b` },
];

function signs(): readonly Pattern[] {
  const texts = Object.values(SIGN).map(({ PATTERN }) => PATTERN as string);
  const operators = texts.filter((text) => !/^[(){}[\],:.]$/.test(text)).sort((a, b) => b.length - a.length);
  const escaped = operators.map((text) => text.replaceAll(/[.?*+^$|\\]/g, String.raw`\$&`));
  return [{ name: 'keyword.operator.hpol', match: escaped.join('|') }];
}
