// Says what the parser expected, in the words of the author. What it found is added where the diagnostic is made.
import { type IParserErrorMessageProvider, tokenLabel, type TokenType } from '../lexer/chevrotain.ts';
import { SIGN } from '../lexer/tokens.ts';

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

const labelOf = (token: TokenType): string => tokenLabel(token);

/** `a`, `b` or `c`: the first token of each path. */
function listOf(paths: readonly (readonly TokenType[])[]): string {
  const labels = paths.flatMap((path) => path.slice(0, 1).map(labelOf));
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(new Set(labels));
}
