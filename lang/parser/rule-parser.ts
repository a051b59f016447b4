// The grammar of rules: a kind, a name, and clauses in any order.
import type {
  Clause,
  FunctionNode,
  RuleDeclaration,
  RuleKind,
  SegmentNode,
  TransformEntry,
  TransformNode,
} from '../ast/declaration.ts';
import type { Word as WordNode } from '../ast/expression.ts';
import { AnyWord, DurationLiteral, IntLiteral, KEYWORD, SIGN, StringLiteral, Word } from '../lexer/tokens.ts';
import type { Rule } from './base-parser.ts';
import { ExpressionParser } from './expression-parser.ts';

export class RuleParser extends ExpressionParser {
  protected readonly rule: Rule<RuleDeclaration> = this.RULE('rule', (): RuleDeclaration => {
    const start = this.here();
    const kind = this.OR([
      { ALT: () => this.CONSUME(KEYWORD.mask) },
      { ALT: () => this.CONSUME(KEYWORD.block) },
      { ALT: () => this.CONSUME(KEYWORD.approve) },
      { ALT: () => this.CONSUME(KEYWORD.allow) },
      { ALT: () => this.CONSUME(KEYWORD.flag) },
    ]);
    const name = this.wordOf(this.CONSUME(Word));
    const clauses: Clause[] = [];
    this.MANY(() => clauses.push(this.SUBRULE(this.clause)));
    return { kind: 'rule', ruleKind: kind.image as RuleKind, name, clauses, doc: '', span: this.since(start) };
  });

  protected readonly clause: Rule<Clause> = this.RULE('clause', (): Clause =>
    this.OR({
      ERR_MSG: 'a clause such as `when` or `because`',
      DEF: [
        { ALT: (): Clause => this.SUBRULE(this.ofClause) },
        { ALT: (): Clause => this.SUBRULE(this.onClause) },
        { ALT: (): Clause => this.SUBRULE(this.conditionClause) },
        { ALT: (): Clause => this.SUBRULE(this.withClause) },
        { ALT: (): Clause => this.SUBRULE(this.byClause) },
        { ALT: (): Clause => this.SUBRULE(this.withinClause) },
        { ALT: (): Clause => this.SUBRULE(this.forClause) },
        { ALT: (): Clause => this.SUBRULE(this.becauseClause) },
        { ALT: (): Clause => this.SUBRULE(this.predicatesClause) },
        { ALT: (): Clause => this.SUBRULE(this.functionsClause) },
      ],
    }),
  );

  private readonly ofClause: Rule<Clause> = this.RULE('ofClause', (): Clause => {
    const start = this.here();
    this.CONSUME(KEYWORD.of);
    const references = this.SUBRULE(this.memberReferences);
    return { kind: 'of', references, span: this.since(start) };
  });

  private readonly onClause: Rule<Clause> = this.RULE('onClause', (): Clause => {
    const start = this.here();
    this.CONSUME(KEYWORD.on);
    const events: WordNode[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: SIGN.comma, DEF: () => events.push(this.SUBRULE(this.dottedName)) });
    return { kind: 'on', events, span: this.since(start) };
  });

  private readonly conditionClause: Rule<Clause> = this.RULE('conditionClause', (): Clause => {
    const start = this.here();
    const word = this.OR([{ ALT: () => this.CONSUME(KEYWORD.when) }, { ALT: () => this.CONSUME(KEYWORD.unless) }]);
    const value = this.SUBRULE(this.expression);
    const kind = word.tokenType === KEYWORD.when ? 'when' : 'unless';
    return { kind, value, span: this.since(start) };
  });

  private readonly withClause: Rule<Clause> = this.RULE('withClause', (): Clause => {
    const start = this.here();
    this.CONSUME(KEYWORD.with);
    return this.OR([
      {
        ALT: (): Clause => {
          const entries: TransformEntry[] = [];
          this.CONSUME(SIGN.openBrace);
          this.AT_LEAST_ONE({
            GATE: () => this.namesEntry(),
            ERR_MSG: 'a line such as `ssn: redact`',
            DEF: () => entries.push(this.SUBRULE(this.transformEntry)),
          });
          this.CONSUME(SIGN.closeBrace);
          return { kind: 'with_each', entries, span: this.since(start) };
        },
      },
      {
        ALT: (): Clause => {
          const transform = this.SUBRULE(this.transform);
          return { kind: 'with', transform, span: this.since(start) };
        },
      },
    ]);
  });

  protected readonly transformEntry: Rule<TransformEntry> = this.RULE('transformEntry', (): TransformEntry => {
    const start = this.here();
    const first = this.wordOf(this.CONSUME1(AnyWord));
    const second = this.OPTION1(() => {
      this.CONSUME(SIGN.dot);
      return this.wordOf(this.CONSUME2(AnyWord));
    });
    this.CONSUME(SIGN.colon);
    const transform = this.SUBRULE(this.transform);
    const span = this.since(start);
    this.OPTION2(() => this.CONSUME(SIGN.comma));
    return { qualifier: second ? first : null, member: second ?? first, transform, span };
  });

  /** One word, or two where the second belongs to it and does not start the next entry, and a number. */
  private readonly transform: Rule<TransformNode> = this.RULE('transform', (): TransformNode => {
    const start = this.here();
    const words = [this.wordOf(this.CONSUME1(Word))];
    this.OPTION1({
      GATE: () => !this.startsEntry() && this.continuesTransform(),
      DEF: () => words.push(this.wordOf(this.CONSUME2(Word))),
    });
    const count = this.OPTION2(() => {
      const token = this.CONSUME(IntLiteral);
      return { word: this.wordOf(token), value: this.numberOf(token) };
    });
    // `keep 2 last` is read as three words, so that the checker can say how it is written.
    const side = this.OPTION3({
      GATE: () => count !== undefined && !this.startsEntry() && this.isSide(),
      DEF: () => this.wordOf(this.CONSUME3(Word)),
    });
    if (count && side) return { words: [...words, count.word, side], count: null, span: this.since(start) };
    return { words, count: count?.value ?? null, span: this.since(start) };
  });

  /** `first` and `last`, and whatever stands before a number in their place. */
  private continuesTransform(): boolean {
    return this.isSide() || this.LA(2).tokenType === IntLiteral;
  }

  private isSide(): boolean {
    const { tokenType } = this.LA(1);
    return tokenType === KEYWORD.first || tokenType === KEYWORD.last;
  }

  private readonly byClause: Rule<Clause> = this.RULE('byClause', (): Clause => {
    const start = this.here();
    this.CONSUME(KEYWORD.by);
    const countStart = this.here();
    const count = this.numberOf(this.CONSUME(IntLiteral));
    const countSpan = this.since(countStart);
    this.CONSUME(KEYWORD.of);
    const group = this.textOf(this.CONSUME(StringLiteral));
    return { kind: 'by', count, countSpan, group, span: this.since(start) };
  });

  private readonly withinClause: Rule<Clause> = this.RULE('withinClause', (): Clause => {
    const start = this.here();
    this.CONSUME(KEYWORD.within);
    const from = this.here();
    const durationMs = this.numberOf(this.CONSUME(DurationLiteral));
    return { kind: 'within', durationMs, durationSpan: this.since(from), span: this.since(start) };
  });

  private readonly forClause: Rule<Clause> = this.RULE('forClause', (): Clause => {
    const start = this.here();
    this.CONSUME(KEYWORD.for);
    const from = this.here();
    const durationMs = this.OR([
      {
        ALT: (): number | null => {
          this.CONSUME(KEYWORD.once);
          return null;
        },
      },
      { ALT: (): number | null => this.numberOf(this.CONSUME(DurationLiteral)) },
    ]);
    return { kind: 'for', durationMs, durationSpan: this.since(from), span: this.since(start) };
  });

  private readonly becauseClause: Rule<Clause> = this.RULE('becauseClause', (): Clause => {
    const start = this.here();
    this.CONSUME(KEYWORD.because);
    const text = this.textOf(this.CONSUME(StringLiteral));
    return { kind: 'because', text, span: this.since(start) };
  });

  private readonly predicatesClause: Rule<Clause> = this.RULE('predicatesClause', (): Clause => {
    const start = this.here();
    this.CONSUME(KEYWORD.predicates);
    const level = this.wordOf(this.CONSUME(AnyWord));
    return { kind: 'predicates', level, span: this.since(start) };
  });

  private readonly functionsClause: Rule<Clause> = this.RULE('functionsClause', (): Clause => {
    const start = this.here();
    const word = this.OR([{ ALT: () => this.CONSUME(KEYWORD.trusts) }, { ALT: () => this.CONSUME(KEYWORD.reveals) }]);
    const functions: FunctionNode[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: SIGN.comma, DEF: () => functions.push(this.SUBRULE(this.functionName)) });
    const kind = word.tokenType === KEYWORD.trusts ? 'trusts' : 'reveals';
    return { kind, functions, span: this.since(start) };
  });

  private readonly functionName: Rule<FunctionNode> = this.RULE('functionName', (): FunctionNode => {
    const start = this.here();
    const parts: SegmentNode[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: SIGN.dot, DEF: () => parts.push(this.SUBRULE(this.namePart)) });
    return { parts, span: this.since(start) };
  });

  private readonly namePart: Rule<SegmentNode> = this.RULE('namePart', (): SegmentNode =>
    this.OR({
      ERR_MSG: 'a name, or a name in double quotes',
      DEF: [
        { ALT: (): SegmentNode => ({ ...this.textOf(this.CONSUME(StringLiteral)), isQuoted: true }) },
        { ALT: (): SegmentNode => ({ ...this.wordOf(this.CONSUME(AnyWord)), isQuoted: false }) },
      ],
    }),
  );
}
