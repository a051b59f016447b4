// The grammar of declarations, and the ways into it: a whole declaration, or a part of a broken one.
import type {
  ClassDeclaration,
  ColumnNode,
  Declaration,
  DefaultDeclaration,
  DetectorNode,
  LetDeclaration,
  MemberNode,
  PathDeclaration,
  PolicyDeclaration,
  SegmentNode,
} from '../ast/declaration.ts';
import type { IToken } from '../lexer/chevrotain.ts';
import { AnyWord, Glob, KEYWORD, SIGN, StringLiteral, Word } from '../lexer/tokens.ts';
import type { Rule } from './base-parser.ts';
import { certain } from '../source/certain.ts';
import { DECLARATION } from './error-texts.ts';
import { TestParser } from './test-parser.ts';

export interface ParserInput {
  /** The name that spans get. */
  readonly file: string;
  readonly tokens: readonly IToken[];
}

/** The first error in some tokens. */
export interface Fault {
  /** Of the token that does not fit; the number of tokens when more should follow. */
  readonly index: number;
  readonly expected: string;
  /** True when everything before the token is whole. */
  readonly isLeftover: boolean;
}

export type Reading =
  | { readonly value: Declaration; readonly fault: null }
  | { readonly value: Declaration | undefined; readonly fault: Fault };

/** Parts of declarations that can be read on their own, and what may follow each. */
const LEFTOVER = {
  clause: 'a clause such as `when` or `because`, or a declaration',
  transformEntry: 'a line such as `ssn: redact`, or `}`',
  member: 'a member such as `ssn: column a.b.c`, or `}`',
  step: '`given`, `on`, `returning`, `expect` or `}`',
  field: 'a field such as `user: "ana"`, or `}`',
} as const;
export type PartRule = keyof typeof LEFTOVER;

export class PolicyParser extends TestParser {
  constructor(options: { readonly checksGrammar: boolean }) {
    super(options);
    this.performSelfAnalysis();
  }

  /** Reads one declaration. There may be a value beside a leftover. */
  readDeclaration(input: ParserInput): Reading {
    this.begin(input);
    const value: Declaration | undefined = this.declaration();
    const fault = this.fault(input, value?.kind === 'rule' ? LEFTOVER.clause : DECLARATION);
    return fault ? { value, fault } : { value: certain(value), fault };
  }

  /** The error in a part of a declaration, or null. */
  faultIn(rule: PartRule, input: ParserInput): Fault | null {
    this.begin(input);
    this[rule]();
    return this.fault(input, LEFTOVER[rule]);
  }

  private begin({ file, tokens }: ParserInput): void {
    this.file = file;
    this.input = [...tokens];
  }

  private fault({ tokens }: ParserInput, afterwards: string): Fault | null {
    const [error] = this.errors;
    if (!error) return null;
    const isLeftover = error.name === 'NotAllInputParsedException';
    const at = tokens.indexOf(error.token);
    return { index: at === -1 ? tokens.length : at, expected: isLeftover ? afterwards : error.message, isLeftover };
  }

  private readonly declaration: Rule<Declaration> = this.RULE('declaration', (): Declaration =>
    this.OR({
      ERR_MSG: DECLARATION,
      DEF: [
        { ALT: (): Declaration => this.SUBRULE(this.policyHeader) },
        { ALT: (): Declaration => this.SUBRULE(this.defaultEffect) },
        { ALT: (): Declaration => this.SUBRULE(this.pathDeclaration) },
        { ALT: (): Declaration => this.SUBRULE(this.classDeclaration) },
        { ALT: (): Declaration => this.SUBRULE(this.letDeclaration) },
        { ALT: (): Declaration => this.SUBRULE(this.rule) },
        { ALT: (): Declaration => this.SUBRULE(this.test) },
      ],
    }),
  );

  private readonly policyHeader: Rule<PolicyDeclaration> = this.RULE('policyHeader', (): PolicyDeclaration => {
    const start = this.here();
    this.CONSUME(KEYWORD.policy);
    const name = this.wordOf(this.CONSUME(Word));
    return { kind: 'policy', name, doc: '', span: this.since(start) };
  });

  private readonly defaultEffect: Rule<DefaultDeclaration> = this.RULE('defaultEffect', (): DefaultDeclaration => {
    const start = this.here();
    this.CONSUME(KEYWORD.default);
    const effect = this.OR([{ ALT: () => this.CONSUME(KEYWORD.allow) }, { ALT: () => this.CONSUME(KEYWORD.block) }]);
    return { kind: 'default', effect: effect.image as 'allow' | 'block', span: this.since(start) };
  });

  private readonly pathDeclaration: Rule<PathDeclaration> = this.RULE('pathDeclaration', (): PathDeclaration => {
    const start = this.here();
    const word = this.OR([{ ALT: () => this.CONSUME(KEYWORD.import) }, { ALT: () => this.CONSUME(KEYWORD.schema) }]);
    const path = this.textOf(this.CONSUME(StringLiteral));
    return { kind: word.tokenType === KEYWORD.import ? 'import' : 'schema', path, span: this.since(start) };
  });

  private readonly letDeclaration: Rule<LetDeclaration> = this.RULE('letDeclaration', (): LetDeclaration => {
    const start = this.here();
    this.CONSUME(KEYWORD.let);
    const name = this.wordOf(this.CONSUME(Word));
    this.CONSUME(SIGN.equals);
    const value = this.SUBRULE(this.expression);
    return { kind: 'let', name, value, doc: '', span: this.since(start) };
  });

  private readonly classDeclaration: Rule<ClassDeclaration> = this.RULE('classDeclaration', (): ClassDeclaration => {
    const start = this.here();
    this.CONSUME(KEYWORD.class);
    const name = this.wordOf(this.CONSUME(Word));
    const members: MemberNode[] = [];
    this.CONSUME(SIGN.openBrace);
    this.AT_LEAST_ONE(() => members.push(this.SUBRULE(this.member)));
    this.CONSUME(SIGN.closeBrace);
    return { kind: 'class', name, members, doc: '', span: this.since(start) };
  });

  protected readonly member: Rule<MemberNode> = this.RULE('member', (): MemberNode => {
    const start = this.here();
    const name = this.wordOf(this.CONSUME(AnyWord));
    const columns: ColumnNode[] = [];
    const detectors: DetectorNode[] = [];
    this.CONSUME(SIGN.colon);
    this.OR({
      ERR_MSG: '`column` or `detect`',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(KEYWORD.column);
            this.AT_LEAST_ONE_SEP({ SEP: SIGN.comma, DEF: () => columns.push(this.SUBRULE(this.columnPattern)) });
            this.MANY({
              GATE: () => !this.startsEntry(),
              DEF: () => detectors.push(this.SUBRULE1(this.detector)),
            });
          },
        },
        {
          ALT: () =>
            this.AT_LEAST_ONE({
              GATE: () => !this.startsEntry(),
              DEF: () => detectors.push(this.SUBRULE2(this.detector)),
            }),
        },
      ],
    });
    return { name, columns, detectors, span: this.since(start) };
  });

  private readonly detector: Rule<DetectorNode> = this.RULE('detector', (): DetectorNode => {
    this.CONSUME(KEYWORD.detect);
    return this.OR([
      { ALT: (): DetectorNode => ({ kind: 'pattern', pattern: this.SUBRULE(this.pattern) }) },
      { ALT: (): DetectorNode => ({ kind: 'named', name: this.wordOf(this.CONSUME(Word)) }) },
    ]);
  });

  private readonly columnPattern: Rule<ColumnNode> = this.RULE('columnPattern', (): ColumnNode => {
    const start = this.here();
    const segments: SegmentNode[][] = [];
    this.AT_LEAST_ONE_SEP({ SEP: SIGN.dot, DEF: () => segments.push(this.SUBRULE(this.alternatives)) });
    return { segments, span: this.since(start) };
  });

  private readonly alternatives: Rule<SegmentNode[]> = this.RULE('alternatives', (): SegmentNode[] => {
    const segments: SegmentNode[] = [];
    this.OR([
      {
        ALT: () => {
          this.CONSUME(SIGN.openBrace);
          this.AT_LEAST_ONE_SEP({ SEP: SIGN.comma, DEF: () => segments.push(this.SUBRULE1(this.segment)) });
          this.CONSUME(SIGN.closeBrace);
        },
      },
      { ALT: () => segments.push(this.SUBRULE2(this.segment)) },
    ]);
    return segments;
  });

  private readonly segment: Rule<SegmentNode> = this.RULE('segment', (): SegmentNode =>
    this.OR({
      ERR_MSG: 'a name, `*` or a name in double quotes',
      DEF: [
        { ALT: (): SegmentNode => ({ ...this.textOf(this.CONSUME(StringLiteral)), isQuoted: true }) },
        { ALT: (): SegmentNode => ({ ...this.wordOf(this.CONSUME(Glob)), isQuoted: false }) },
        { ALT: (): SegmentNode => ({ ...this.wordOf(this.CONSUME(AnyWord)), isQuoted: false }) },
      ],
    }),
  );
}
