// What every part of the grammar uses: words with spans, and error texts. A parse ends at the first error; going on
// behind it is for parse-section.ts.
import type { MemberReference, Word as WordNode } from '../ast/expression.ts';
import { EmbeddedActionsParser, type IToken, type ParserMethod, type TokenType } from '../lexer/chevrotain.ts';
import { ALL_TOKENS, AnyWord, isOfCategory, KEYWORD, SIGN, Word } from '../lexer/tokens.ts';
import type { Span } from '../source/span.ts';
import { ERROR_TEXTS } from './error-texts.ts';

/** The words that the steps of a test start with. */
export const STEPS: ReadonlySet<TokenType> = new Set([KEYWORD.given, KEYWORD.on, KEYWORD.returning, KEYWORD.expect]);

export type Rule<T> = ParserMethod<[], T>;

export class BaseParser extends EmbeddedActionsParser {
  /** The file that spans name; set before each parse. */
  protected file = '';

  /** Looking for mistakes in the grammar takes as long as all the rest of the start, so only a test does it. */
  constructor(options: { readonly checksGrammar: boolean }) {
    super([...ALL_TOKENS], {
      recoveryEnabled: false,
      maxLookahead: 2,
      errorMessageProvider: ERROR_TEXTS,
      skipValidations: !options.checksGrammar,
    });
  }

  /** Offset of the next token. */
  protected here(): number {
    return this.LA(1).startOffset;
  }

  /** The span from an offset to the end of the last token. */
  protected since(start: number): Span {
    const last = this.LA(0);
    return { file: this.file, start, end: last.startOffset + last.image.length };
  }

  protected wordOf(token: IToken): WordNode {
    return { text: token.image, span: this.tokenSpan(token) };
  }

  /** A string literal as a word: its value, and the span with the quotes. */
  protected textOf(token: IToken): WordNode {
    return { text: token.payload as string, span: this.tokenSpan(token) };
  }

  /** The value that the lexer gave to a number, duration, size or time. */
  protected numberOf(token: IToken): number {
    return token.payload as number;
  }

  private tokenSpan(token: IToken): Span {
    return { file: this.file, start: token.startOffset, end: token.startOffset + token.image.length };
  }

  /** `postgres.statement`, as one word. */
  protected readonly dottedName: Rule<WordNode> = this.RULE('dottedName', (): WordNode => {
    const start = this.here();
    const segments = [this.CONSUME(Word).image];
    this.MANY(() => {
      this.CONSUME(SIGN.dot);
      segments.push(this.CONSUME(AnyWord).image);
    });
    return { text: segments.join('.'), span: this.since(start) };
  });

  /** `phi` or `phi.ssn`. A longer name is read as well, so that the checker can say what belongs here. */
  protected readonly memberReference: Rule<MemberReference> = this.RULE('memberReference', (): MemberReference => {
    const start = this.here();
    const className = this.wordOf(this.CONSUME(Word));
    const members: WordNode[] = [];
    this.MANY(() => {
      this.CONSUME(SIGN.dot);
      members.push(this.wordOf(this.CONSUME(AnyWord)));
    });
    const [first] = members;
    const text = members.map((member) => member.text).join('.');
    const member = first ? { text, span: this.since(first.span.start) } : null;
    return { className, member, span: this.since(start) };
  });

  protected readonly memberReferences: Rule<MemberReference[]> = this.RULE(
    'memberReferences',
    (): MemberReference[] => {
      const references: MemberReference[] = [];
      this.AT_LEAST_ONE_SEP({
        SEP: SIGN.comma,
        DEF: () => references.push(this.SUBRULE(this.memberReference)),
      });
      return references;
    },
  );

  /** The next token names an entry: any word before a colon or dot, and otherwise none that starts something else. */
  protected namesEntry(): boolean {
    const token = this.LA(1);
    return this.startsEntry() || (isOfCategory(token, Word) && !STEPS.has(token.tokenType));
  }

  /** The next token but one is a colon or dot: what stands before it is the next entry's name. */
  protected startsEntry(): boolean {
    const next: TokenType = this.LA(2).tokenType;
    return next === SIGN.colon || next === SIGN.dot;
  }
}
