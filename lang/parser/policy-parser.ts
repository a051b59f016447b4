// The grammar of a whole file: a list of declarations.
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
import type { IRecognitionException, IToken } from '../lexer/chevrotain.ts';
import { AnyWord, Glob, KEYWORD, SIGN, StringLiteral } from '../lexer/tokens.ts';
import type { Rule } from './base-parser.ts';
import { TestParser } from './test-parser.ts';

export interface ReadTokens {
  readonly declarations: readonly Declaration[];
  readonly errors: readonly IRecognitionException[];
  /** Where declarations start, those among them that could not be read. */
  readonly starts: readonly number[];
}

export class PolicyParser extends TestParser {
  constructor(options: { readonly checksGrammar: boolean }) {
    super(options);
    this.performSelfAnalysis();
  }

  /** Parses tokens; what cannot be read is left out and told in `errors`. */
  parseFile(file: string, tokens: readonly IToken[]): ReadTokens {
    this.file = file;
    this.input = [...tokens];
    this.found = [];
    this.starts = [];
    return { declarations: this.declarations(), errors: this.errors, starts: this.starts };
  }

  /** Kept outside the rule: an error that recovery carries to the end of the file must not lose what came before it. */
  private found: (Declaration | undefined)[] = [];

  private starts: number[] = [];

  private readonly declarations: Rule<Declaration[]> = this.RULE(
    'declarations',
    (): Declaration[] => {
      this.MANY(() => {
        this.starts.push(this.here());
        this.found.push(this.SUBRULE(this.declaration));
      });
      return this.whole();
    },
    { recoveryValueFunc: () => this.whole() },
  );

  private whole(): Declaration[] {
    return this.found.filter((declaration) => declaration !== undefined);
  }

  private readonly declaration: Rule<Declaration> = this.RULE('declaration', (): Declaration =>
    this.OR([
      { ALT: (): Declaration => this.SUBRULE(this.policyHeader) },
      { ALT: (): Declaration => this.SUBRULE(this.defaultEffect) },
      { ALT: (): Declaration => this.SUBRULE(this.pathDeclaration) },
      { ALT: (): Declaration => this.SUBRULE(this.classDeclaration) },
      { ALT: (): Declaration => this.SUBRULE(this.letDeclaration) },
      { ALT: (): Declaration => this.SUBRULE(this.rule) },
      { ALT: (): Declaration => this.SUBRULE(this.test) },
    ]),
  );

  private readonly policyHeader: Rule<PolicyDeclaration> = this.RULE('policyHeader', (): PolicyDeclaration => {
    const start = this.here();
    this.CONSUME(KEYWORD.policy);
    const name = this.SUBRULE(this.word);
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
    const path = this.SUBRULE(this.string);
    return { kind: word.tokenType === KEYWORD.import ? 'import' : 'schema', path, span: this.since(start) };
  });

  private readonly letDeclaration: Rule<LetDeclaration> = this.RULE('letDeclaration', (): LetDeclaration => {
    const start = this.here();
    this.CONSUME(KEYWORD.let);
    const name = this.SUBRULE(this.word);
    this.CONSUME(SIGN.equals);
    const value = this.SUBRULE(this.expression);
    return { kind: 'let', name, value, doc: '', span: this.since(start) };
  });

  private readonly classDeclaration: Rule<ClassDeclaration> = this.RULE('classDeclaration', (): ClassDeclaration => {
    const start = this.here();
    this.CONSUME(KEYWORD.class);
    const name = this.SUBRULE(this.word);
    const members: MemberNode[] = [];
    this.CONSUME(SIGN.openBrace);
    this.AT_LEAST_ONE(() => members.push(this.SUBRULE(this.member)));
    this.CONSUME(SIGN.closeBrace);
    return { kind: 'class', name, members, doc: '', span: this.since(start) };
  });

  private readonly member: Rule<MemberNode> = this.RULE('member', (): MemberNode => {
    const start = this.here();
    const name = this.SUBRULE(this.anyWord);
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
      { ALT: (): DetectorNode => ({ kind: 'named', name: this.SUBRULE(this.word) }) },
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
