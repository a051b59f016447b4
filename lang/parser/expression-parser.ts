// The grammar of conditions, from the loosest operator to the tightest:
// or, and, not, comparison, `-`, `??`, primary.
import type { CompareOperator, ExpressionNode, TextOperator } from '../ast/expression.ts';
import type { IToken, ParserMethod } from '../lexer/chevrotain.ts';
import { KEYWORD, SIGN } from '../lexer/tokens.ts';
import type { Rule } from './base-parser.ts';
import { LOST, PrimaryParser } from './primary-parser.ts';

/** A rule that is given what stands to the left of it and where that starts. */
type Tail = ParserMethod<[ExpressionNode, number], ExpressionNode>;

export class ExpressionParser extends PrimaryParser {
  protected override readonly expression: Rule<ExpressionNode> = this.RULE(
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
      const left = this.SUBRULE(this.difference);
      const ARGS: [ExpressionNode, number] = [left, start];
      const whole = this.OPTION(() =>
        this.OR({
          DEF: [
            { ALT: () => this.SUBRULE(this.compareTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.inTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.presenceTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.textTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.matchesTail, { ARGS }) },
            { ALT: () => this.SUBRULE(this.quantifiedTail, { ARGS }) },
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
      const right = this.SUBRULE(this.difference);
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
            const text = this.SUBRULE(this.textConstant);
            return { kind: 'in_text', value, text, span: this.since(start) };
          },
        },
        {
          ALT: (): ExpressionNode => {
            const window = this.SUBRULE(this.window);
            return { kind: 'in_window', value, window, span: this.since(start) };
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
      const operand = this.SUBRULE(this.difference);
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

  /** Any one of the tests above, asked about each element of a set. */
  private readonly quantifiedTail: Tail = this.RULE(
    'quantifiedTail',
    (set: ExpressionNode, start: number): ExpressionNode => {
      const word = this.OR1([{ ALT: () => this.CONSUME(KEYWORD.any) }, { ALT: () => this.CONSUME(KEYWORD.all) }]);
      const from = this.here();
      const element: ExpressionNode = { kind: 'element', span: { file: this.file, start: from, end: from } };
      const ARGS: [ExpressionNode, number] = [element, from];
      const test = this.OR2({
        ERR_MSG: 'what is asked about each element, such as `== "a"` or `starts with "a"`',
        DEF: [
          { ALT: () => this.SUBRULE(this.compareTail, { ARGS }) },
          { ALT: () => this.SUBRULE(this.inTail, { ARGS }) },
          { ALT: () => this.SUBRULE(this.textTail, { ARGS }) },
          { ALT: () => this.SUBRULE(this.matchesTail, { ARGS }) },
        ],
      });
      const quantifier = word.tokenType === KEYWORD.any ? 'any' : 'all';
      return { kind: 'quantified', quantifier, set, test, span: this.since(start) };
    },
    LOST,
  );

  private readonly difference: Rule<ExpressionNode> = this.RULE(
    'difference',
    (): ExpressionNode => {
      const start = this.here();
      let left = this.SUBRULE1(this.coalescence);
      this.MANY(() => {
        this.CONSUME(SIGN.minus);
        const right = this.SUBRULE2(this.coalescence);
        left = { kind: 'minus', left, right, span: this.since(start) };
      });
      return left;
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
}
