// Says what the parser expected, in the words of the author. What it found is added where the diagnostic is made.
import { type IParserErrorMessageProvider, type TokenType } from '../lexer/chevrotain.ts';
import { SIGN } from '../lexer/tokens.ts';

const MOST_NAMED = 6;
export const DECLARATION = 'a declaration such as `class`, `mask` or `block`';

export const ERROR_TEXTS: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, ruleName }) =>
    expected === SIGN.closeBrace ? (BEFORE_BRACE.get(ruleName) ?? labelOf(expected)) : labelOf(expected),
  buildNotAllInputParsedMessage: () => DECLARATION,
  buildNoViableAltMessage: ({ expectedPathsPerAlt, customUserDescription }) =>
    customUserDescription ?? listOf(expectedPathsPerAlt.flat()),
  buildEarlyExitMessage: ({ expectedIterationPaths, customUserDescription }) =>
    customUserDescription ?? listOf(expectedIterationPaths),
};

/** What may stand in place of a closing brace, by grammar rule. */
const BEFORE_BRACE: ReadonlyMap<string, string> = new Map([
  ['withClause', 'a line such as `ssn: redact`, or `}`'],
  ['classDeclaration', 'a member such as `ssn: column a.b.c`, or `}`'],
  ['test', '`given`, `on`, `returning`, `expect` or `}`'],
  ['record', 'a field such as `user: "ana"`, or `}`'],
]);

const labelOf = (token: TokenType): string => token.LABEL ?? token.name;

/** `a`, `b` or `c`: the first token of each path. */
function listOf(paths: readonly (readonly TokenType[])[]): string {
  const labels = [...new Set(paths.flatMap((path) => (path[0] ? [labelOf(path[0])] : [])))];
  if (labels.length > MOST_NAMED) return 'something else';
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} or ${labels.at(-1) ?? ''}`;
}
