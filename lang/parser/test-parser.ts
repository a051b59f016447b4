// The grammar of in-language tests: steps in any order, and the values that they hold.
import type { Word as WordNode } from '../ast/expression.ts';
import type { ExpectedEffect, FieldNode, RecordNode, TestDeclaration, TestStep, ValueNode } from '../ast/test.ts';
import { AnyWord, IntLiteral, isOfCategory, KEYWORD, SIGN, StringLiteral, Word } from '../lexer/tokens.ts';
import type { Rule } from './base-parser.ts';
import { RuleParser } from './rule-parser.ts';

export class TestParser extends RuleParser {
  protected readonly test: Rule<TestDeclaration> = this.RULE('test', (): TestDeclaration => {
    const start = this.here();
    this.CONSUME(KEYWORD.test);
    const name = this.textOf(this.CONSUME(StringLiteral));
    const steps: TestStep[] = [];
    this.CONSUME(SIGN.openBrace);
    this.MANY(() => steps.push(this.SUBRULE(this.step)));
    this.CONSUME(SIGN.closeBrace);
    return { kind: 'test', name, steps, span: this.since(start) };
  });

  protected readonly step: Rule<TestStep> = this.RULE('step', (): TestStep =>
    this.OR([
      { ALT: (): TestStep => this.SUBRULE(this.givenStep) },
      { ALT: (): TestStep => this.SUBRULE(this.onStep) },
      { ALT: (): TestStep => this.SUBRULE(this.returningStep) },
      { ALT: (): TestStep => this.SUBRULE(this.expectStep) },
    ]),
  );

  private readonly givenStep: Rule<TestStep> = this.RULE('givenStep', (): TestStep => {
    const start = this.here();
    this.CONSUME(KEYWORD.given);
    const name = this.wordOf(this.CONSUME(Word));
    return this.OR([
      {
        ALT: (): TestStep => {
          const record = this.SUBRULE(this.record);
          return { kind: 'given', group: name, record, span: this.since(start) };
        },
      },
      {
        ALT: (): TestStep => {
          const value = this.SUBRULE(this.measure);
          return { kind: 'given_value', name, value, span: this.since(start) };
        },
      },
    ]);
  });

  private readonly onStep: Rule<TestStep> = this.RULE('onStep', (): TestStep => {
    const start = this.here();
    this.CONSUME(KEYWORD.on);
    const event = this.SUBRULE(this.dottedName);
    const input = this.OPTION(() => this.textOf(this.CONSUME(StringLiteral)));
    return { kind: 'on', event, input: input ?? null, span: this.since(start) };
  });

  private readonly returningStep: Rule<TestStep> = this.RULE('returningStep', (): TestStep => {
    const start = this.here();
    this.CONSUME(KEYWORD.returning);
    const record = this.SUBRULE(this.record);
    return { kind: 'returning', record, span: this.since(start) };
  });

  private readonly expectStep: Rule<TestStep> = this.RULE('expectStep', (): TestStep => {
    const start = this.here();
    this.CONSUME(KEYWORD.expect);
    return this.OR([
      {
        ALT: (): TestStep => {
          this.CONSUME(KEYWORD.row);
          const record = this.SUBRULE(this.record);
          return { kind: 'expect_row', record, span: this.since(start) };
        },
      },
      {
        ALT: (): TestStep => {
          const effect = this.OR1([
            { ALT: () => this.CONSUME(KEYWORD.allow) },
            { ALT: () => this.CONSUME(KEYWORD.approve) },
            { ALT: () => this.CONSUME(KEYWORD.block) },
            { ALT: () => this.CONSUME(KEYWORD.flag) },
          ]).image as ExpectedEffect;
          const by = this.OPTION(() => {
            this.CONSUME(KEYWORD.by);
            return this.wordOf(this.CONSUME(Word));
          });
          return { kind: 'expect_effect', effect, by: by ?? null, span: this.since(start) };
        },
      },
    ]);
  });

  private readonly record: Rule<RecordNode> = this.RULE('record', (): RecordNode => {
    const start = this.here();
    this.CONSUME(SIGN.openBrace);
    const fields = this.SUBRULE(this.fields);
    this.CONSUME(SIGN.closeBrace);
    return { kind: 'record', fields, span: this.since(start) };
  });

  private readonly fields: Rule<FieldNode[]> = this.RULE('fields', (): FieldNode[] => {
    const fields: FieldNode[] = [];
    this.MANY({
      GATE: () => isOfCategory(this.LA(1), StringLiteral) || this.namesEntry(),
      DEF: () => fields.push(this.SUBRULE(this.field)),
    });
    return fields;
  });

  protected readonly field: Rule<FieldNode> = this.RULE('field', (): FieldNode => {
    const start = this.here();
    const name = this.OR([
      { ALT: (): WordNode => this.wordOf(this.CONSUME(AnyWord)) },
      { ALT: (): WordNode => this.textOf(this.CONSUME(StringLiteral)) },
    ]);
    this.CONSUME(SIGN.colon);
    const value = this.SUBRULE(this.value);
    const span = this.since(start);
    this.OPTION(() => this.CONSUME(SIGN.comma));
    return { name, value, span };
  });

  private readonly value: Rule<ValueNode> = this.RULE('value', (): ValueNode => {
    const start = this.here();
    return this.OR({
      // A list and a record are told apart by what stands behind their first text.
      MAX_LOOKAHEAD: 3,
      ERR_MSG: 'a value such as `"ana"`, `1` or `true`',
      DEF: [
        {
          ALT: (): ValueNode => {
            const { text, span } = this.textOf(this.CONSUME(StringLiteral));
            return { kind: 'string', value: text, span };
          },
        },
        {
          ALT: (): ValueNode => ({
            kind: 'int',
            value: this.numberOf(this.CONSUME(IntLiteral)),
            span: this.since(start),
          }),
        },
        { ALT: (): ValueNode => this.wordValue(this.wordOf(this.CONSUME(AnyWord))) },
        { ALT: (): ValueNode => this.SUBRULE(this.measure) },
        { ALT: (): ValueNode => this.SUBRULE(this.list) },
        { ALT: (): ValueNode => this.SUBRULE(this.record) },
      ],
    });
  });

  private readonly list: Rule<ValueNode> = this.RULE('list', (): ValueNode => {
    const start = this.here();
    const items: WordNode[] = [];
    this.CONSUME(SIGN.openBrace);
    this.AT_LEAST_ONE_SEP({ SEP: SIGN.comma, DEF: () => items.push(this.textOf(this.CONSUME(StringLiteral))) });
    this.CONSUME(SIGN.closeBrace);
    return { kind: 'list', items, span: this.since(start) };
  });

  private wordValue({ text, span }: WordNode): ValueNode {
    if (text === 'null') return { kind: 'null', span };
    if (text === 'true' || text === 'false') return { kind: 'bool', value: text === 'true', span };
    return { kind: 'word', text, span };
  }
}
