// The grammar of what conditions are made of: constants, names, parentheses, patterns and spans of local time.
import type { ExpressionNode, PathNode, PatternNode, WindowNode, Word as WordNode } from '../ast/expression.ts';
import type { PatternPayload } from '../lexer/tokenize.ts';
import {
  AnyWord,
  ClockLiteral,
  DurationLiteral,
  IntLiteral,
  KEYWORD,
  RegexLiteral,
  SIGN,
  SizeLiteral,
  StringLiteral,
  TimeLiteral,
  Word,
} from '../lexer/tokens.ts';
import { BaseParser, type Rule } from './base-parser.ts';

type Bounds = Pick<WindowNode, 'unit' | 'from' | 'to'>;
type MeasureNode = Extract<ExpressionNode, { kind: 'duration' | 'size' | 'time' }>;
type Measured = Pick<MeasureNode, 'kind' | 'value'>;

export const A_VALUE = 'a value, an attribute or `(`';

export abstract class PrimaryParser extends BaseParser {
  /** What stands in parentheses. */
  protected abstract readonly expression: Rule<ExpressionNode>;

  /** `08:00..18:00 "Europe/Berlin"` or `mon..fri "Europe/Berlin"`. */
  protected readonly window: Rule<WindowNode> = this.RULE('window', (): WindowNode => {
    const start = this.here();
    const bounds = this.OR([
      {
        ALT: (): Bounds => {
          const from = this.wordOf(this.CONSUME1(ClockLiteral));
          this.CONSUME1(SIGN.range);
          return { unit: 'clock', from, to: this.wordOf(this.CONSUME2(ClockLiteral)) };
        },
      },
      {
        ALT: (): Bounds => {
          const from = this.wordOf(this.CONSUME3(Word));
          this.CONSUME2(SIGN.range);
          return { unit: 'weekday', from, to: this.wordOf(this.CONSUME4(Word)) };
        },
      },
    ]);
    const zone = this.OR1({
      ERR_MSG: 'the name of a time zone, such as `"Europe/Berlin"`',
      DEF: [{ ALT: (): WordNode => this.textOf(this.CONSUME(StringLiteral)) }],
    });
    return { ...bounds, zone, span: this.since(start) };
  });

  protected readonly primary: Rule<ExpressionNode> = this.RULE('primary', (): ExpressionNode => {
    const start = this.here();
    return this.OR({
      ERR_MSG: A_VALUE,
      DEF: [
        { ALT: (): ExpressionNode => this.SUBRULE(this.truth) },
        {
          ALT: (): ExpressionNode => ({
            kind: 'int',
            value: this.numberOf(this.CONSUME(IntLiteral)),
            span: this.since(start),
          }),
        },
        { ALT: (): ExpressionNode => this.SUBRULE(this.textConstant) },
        { ALT: (): ExpressionNode => this.SUBRULE(this.measure) },
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
  });

  protected readonly textConstant: Rule<ExpressionNode> = this.RULE('textConstant', (): ExpressionNode => {
    const { text, span } = this.textOf(this.CONSUME(StringLiteral));
    return { kind: 'string', value: text, span };
  });

  /** A duration, a size or a time. */
  protected readonly measure: Rule<MeasureNode> = this.RULE('measure', (): MeasureNode => {
    const start = this.here();
    const measured = this.OR([
      { ALT: (): Measured => ({ kind: 'duration', value: this.numberOf(this.CONSUME(DurationLiteral)) }) },
      { ALT: (): Measured => ({ kind: 'size', value: this.numberOf(this.CONSUME(SizeLiteral)) }) },
      { ALT: (): Measured => ({ kind: 'time', value: this.numberOf(this.CONSUME(TimeLiteral)) }) },
    ]);
    return { ...measured, span: this.since(start) };
  });

  private readonly truth: Rule<ExpressionNode> = this.RULE('truth', (): ExpressionNode => {
    const start = this.here();
    const token = this.OR([{ ALT: () => this.CONSUME(KEYWORD.true) }, { ALT: () => this.CONSUME(KEYWORD.false) }]);
    return { kind: 'bool', value: token.tokenType === KEYWORD.true, span: this.since(start) };
  });

  /** `statement.limit`, `target.labels["env"]` or `statement.reads(phi)`. */
  private readonly reference: Rule<ExpressionNode> = this.RULE('reference', (): ExpressionNode => {
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
  });

  protected readonly path: Rule<PathNode> = this.RULE('path', (): PathNode => {
    const start = this.here();
    const segments = [this.wordOf(this.CONSUME(Word))];
    this.MANY(() => {
      this.CONSUME(SIGN.dot);
      segments.push(this.wordOf(this.CONSUME(AnyWord)));
    });
    return { kind: 'path', segments, span: this.since(start) };
  });

  protected readonly pattern: Rule<PatternNode> = this.RULE('pattern', (): PatternNode => {
    const start = this.here();
    const payload = this.CONSUME(RegexLiteral).payload as PatternPayload;
    return { ...payload, span: this.since(start) };
  });
}
