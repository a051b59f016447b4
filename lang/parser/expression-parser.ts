// The grammar of conditions, from the loosest operator to the tightest:
// or, and, not, comparison, `??`, primary.
import type { CompareOperator, ExpressionNode, PathNode, PatternNode, TextOperator } from '../ast/expression.ts';
import type { IToken, ParserMethod } from '../lexer/chevrotain.ts';
import type { PatternPayload } from '../lexer/tokenize.ts';
import { AnyWord, KEYWORD, RegexLiteral, SIGN, StringLiteral, Word } from '../lexer/tokens.ts';
import { BaseParser, type Rule } from './base-parser.ts';

/** A rule that is given what stands to the left of it and where that starts. */
type Tail = ParserMethod<[ExpressionNode, number], ExpressionNode>;

const NOWHERE = { file: '', start: 0, end: 0 };
/** What recovery gives in place of a condition that could not be read; its declaration is dropped. */
const LOST: { recoveryValueFunc: () => ExpressionNode } = {
  recoveryValueFunc: () => ({ kind: 'bool', value: false, span: NOWHERE }),
};

export class ExpressionParser extends BaseParser {
  protected readonly expression: Rule<ExpressionNode> = this.RULE(
    'expression',
    (): ExpressionNode => {
      const start = this.here();
      const parts: ExpressionNode[] = [];
      this.AT_LEAST_ONE_SEP({ SEP: KEYWORD.or, DEF: () => parts.push(this.SUBRULE(this.conjunction)) });
      return parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts, span: this.since(start) };
    },
    LOST,
  );

  private readonly conjunction: Rule<ExpressionNode> = this.RULE(
    'conjunction',
    (): ExpressionNode => {
      const start = this.here();
      const parts: ExpressionNode[] = [];
      this.AT_LEAST_ONE_SEP({ SEP: KEYWORD.and, DEF: () => parts.push(this.SUBRULE(this.negation)) });
      return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts, span: this.since(start) };
    },
    LOST,
  );

  private readonly negation: Rule<ExpressionNode> = this.RULE(
    'negation',
    (): ExpressionNode => {
      const start = this.here();
      const isNegated = this.OPTION(() => this.CONSUME(KEYWORD.not)) !== undefined;
      const value = this.SUBRULE(this.comparison);
      return isNegated ? { kind: 'not', value, span: this.since(start) } : value;
    },
    LOST,
  );

  private readonly comparison: Rule<ExpressionNode> = this.RULE(
    'comparison',
    (): ExpressionNode => {
      const start = this.here();
      const left = this.SUBRULE(this.coalescence);
      const ARGS: [ExpressionNode, number] = [left, start];
      const whole = this.OPTION(() =>
        this.OR({
          DEF: [
            { ALT: () => this.SUBRULE(this.compareTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.inTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.presenceTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.textTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.matchesTail, { ARGS }) },
          ],
        }),
      );
      return whole ?? left;
    },
    LOST,
  );

  private readonly compareTail: Tail = this.RULE(
    'compareTail',
    (left: ExpressionNode, start: number): ExpressionNode => {
      const token: IToken = this.OR([
        { ALT: () => this.CONSUME(SIGN.equalsTo) },
        { ALT: () => this.CONSUME(SIGN.notEquals) },
        { ALT: () => this.CONSUME(SIGN.atMost) },
        { ALT: () => this.CONSUME(SIGN.atLeast) },
        { ALT: () => this.CONSUME(SIGN.less) },
        { ALT: () => this.CONSUME(SIGN.more) },
      ]);
      const right = this.SUBRULE(this.coalescence);
      return { kind: 'compare', operator: token.image as CompareOperator, left, right, span: this.since(start) };
    },
    LOST,
  );

  private readonly inTail: Tail = this.RULE(
    'inTail',
    (value: ExpressionNode, start: number): ExpressionNode => {
      this.CONSUME(KEYWORD.in);
      return this.OR([
        {
          ALT: (): ExpressionNode => {
            const constants: ExpressionNode[] = [];
            this.CONSUME(SIGN.openBrace);
            this.AT_LEAST_ONE_SEP({ SEP: SIGN.comma, DEF: () => constants.push(this.SUBRULE(this.primary)) });
            this.CONSUME(SIGN.closeBrace);
            return { kind: 'in_constants', value, constants, span: this.since(start) };
          },
        },
        {
          ALT: (): ExpressionNode => {
            const set = this.SUBRULE(this.path);
            return { kind: 'in_attribute', value, set, span: this.since(start) };
          },
        },
      ]);
    },
    LOST,
  );

  private readonly presenceTail: Tail = this.RULE(
    'presenceTail',
    (value: ExpressionNode, start: number): ExpressionNode => {
      this.CONSUME(KEYWORD.is);
      const word = this.OR([{ ALT: () => this.CONSUME(KEYWORD.present) }, { ALT: () => this.CONSUME(KEYWORD.absent) }]);
      return { kind: 'presence', value, isPresent: word.tokenType === KEYWORD.present, span: this.since(start) };
    },
    LOST,
  );

  private readonly textTail: Tail = this.RULE(
    'textTail',
    (value: ExpressionNode, start: number): ExpressionNode => {
      const operator = this.SUBRULE(this.textOperator);
      const operand = this.SUBRULE(this.coalescence);
      return { kind: 'text', operator, value, operand, span: this.since(start) };
    },
    LOST,
  );

  private readonly textOperator: Rule<TextOperator> = this.RULE('textOperator', (): TextOperator =>
    this.OR([
      {
        ALT: (): TextOperator => {
          this.CONSUME(KEYWORD.starts);
          this.CONSUME1(KEYWORD.with);
          return 'starts_with';
        },
      },
      {
        ALT: (): TextOperator => {
          this.CONSUME(KEYWORD.ends);
          this.CONSUME2(KEYWORD.with);
          return 'ends_with';
        },
      },
      {
        ALT: (): TextOperator => {
          this.CONSUME(KEYWORD.contains);
          return 'contains';
        },
      },
    ]),
  );

  private readonly matchesTail: Tail = this.RULE(
    'matchesTail',
    (value: ExpressionNode, start: number): ExpressionNode => {
      this.CONSUME(KEYWORD.matches);
      const pattern = this.SUBRULE(this.pattern);
      return { kind: 'matches', value, pattern, span: this.since(start) };
    },
    LOST,
  );

  private readonly coalescence: Rule<ExpressionNode> = this.RULE(
    'coalescence',
    (): ExpressionNode => {
      const start = this.here();
      const parts: ExpressionNode[] = [];
      this.AT_LEAST_ONE_SEP({ SEP: SIGN.coalesce, DEF: () => parts.push(this.SUBRULE(this.primary)) });
      return parts.length === 1 && parts[0] ? parts[0] : { kind: 'default', parts, span: this.since(start) };
    },
    LOST,
  );

  private readonly primary: Rule<ExpressionNode> = this.RULE(
    'primary',
    (): ExpressionNode => {
      const start = this.here();
      return this.OR({
        ERR_MSG: 'a value, an attribute or `(`',
        DEF: [
          { ALT: (): ExpressionNode => this.SUBRULE(this.truth) },
          { ALT: (): ExpressionNode => ({ kind: 'int', value: this.SUBRULE(this.int), span: this.since(start) }) },
          {
            ALT: (): ExpressionNode => {
              const { text, span } = this.SUBRULE(this.string);
              return { kind: 'string', value: text, span };
            },
          },
          {
            ALT: (): ExpressionNode => {
              this.CONSUME(SIGN.openParen);
              const value = this.SUBRULE(this.expression);
              this.CONSUME(SIGN.closeParen);
              return { kind: 'group', value, span: this.since(start) };
            },
          },
          { ALT: (): ExpressionNode => this.SUBRULE(this.reference) },
        ],
      });
    },
    LOST,
  );

  private readonly truth: Rule<ExpressionNode> = this.RULE('truth', (): ExpressionNode => {
    const start = this.here();
    const token = this.OR([{ ALT: () => this.CONSUME(KEYWORD.true) }, { ALT: () => this.CONSUME(KEYWORD.false) }]);
    return { kind: 'bool', value: token.tokenType === KEYWORD.true, span: this.since(start) };
  });

  /** `statement.limit`, `target.labels["env"]` or `statement.reads(phi)`. */
  private readonly reference: Rule<ExpressionNode> = this.RULE(
    'reference',
    (): ExpressionNode => {
      const start = this.here();
      const path = this.SUBRULE(this.path);
      const whole = this.OPTION(() =>
        this.OR([
          {
            ALT: (): ExpressionNode => {
              this.CONSUME(SIGN.openBracket);
              const key = this.textOf(this.CONSUME(StringLiteral));
              this.CONSUME(SIGN.closeBracket);
              return { kind: 'index', path, key, span: this.since(start) };
            },
          },
          {
            ALT: (): ExpressionNode => {
              this.CONSUME(SIGN.openParen);
              const references = this.SUBRULE(this.memberReferences);
              this.CONSUME(SIGN.closeParen);
              return { kind: 'call', path, references, span: this.since(start) };
            },
          },
        ]),
      );
      return whole ?? path;
    },
    LOST,
  );

  private readonly path: Rule<PathNode> = this.RULE(
    'path',
    (): PathNode => {
      const start = this.here();
      const segments = [this.wordOf(this.CONSUME(Word))];
      this.MANY(() => {
        this.CONSUME(SIGN.dot);
        segments.push(this.wordOf(this.CONSUME(AnyWord)));
      });
      return { kind: 'path', segments, span: this.since(start) };
    },
    { recoveryValueFunc: (): PathNode => ({ kind: 'path', segments: [], span: NOWHERE }) },
  );

  protected readonly pattern: Rule<PatternNode> = this.RULE('pattern', (): PatternNode => {
    const start = this.here();
    const payload = this.CONSUME(RegexLiteral).payload as PatternPayload | undefined;
    return { source: payload?.source ?? '', flags: payload?.flags ?? '', span: this.since(start) };
  });
}
