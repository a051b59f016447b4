// Declarations as they are written. A rule is a list of clauses; which clauses fit which rule is for the checker.
import type { Span } from '../source/span.ts';
import type { ExpressionNode, MemberReference, PatternNode, Word } from './expression.ts';
import type { TestDeclaration } from './test.ts';

export type RuleKind = 'mask' | 'block' | 'approve' | 'allow' | 'flag';

/** `policy clinical`. */
export interface PolicyDeclaration {
  readonly kind: 'policy';
  readonly name: Word;
  readonly doc: string;
  readonly span: Span;
}

/** `default allow`. */
export interface DefaultDeclaration {
  readonly kind: 'default';
  readonly effect: 'allow' | 'block';
  readonly span: Span;
}

/** `import "./teams.hpol"` and `schema "clinical.sql"`. */
export interface PathDeclaration {
  readonly kind: 'import' | 'schema';
  readonly path: Word;
  readonly span: Span;
}

export type DetectorNode =
  | { readonly kind: 'named'; readonly name: Word }
  | { readonly kind: 'pattern'; readonly pattern: PatternNode };

/** One alternative of a segment. A quoted name is literal; in others `*` stands for any run of characters. */
export interface SegmentNode {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly span: Span;
}

/** A column pattern: segments, each a list of alternatives. The checker demands three segments. */
export interface ColumnNode {
  readonly segments: readonly (readonly SegmentNode[])[];
  readonly span: Span;
}

export interface MemberNode {
  readonly name: Word;
  readonly columns: readonly ColumnNode[];
  readonly detectors: readonly DetectorNode[];
  readonly span: Span;
}

export interface ClassDeclaration {
  readonly kind: 'class';
  readonly name: Word;
  readonly members: readonly MemberNode[];
  readonly doc: string;
  readonly span: Span;
}

export interface LetDeclaration {
  readonly kind: 'let';
  readonly name: Word;
  readonly value: ExpressionNode;
  readonly doc: string;
  readonly span: Span;
}

/** `keep last 4`: the words and the number, not yet understood. */
export interface TransformNode {
  readonly words: readonly Word[];
  readonly count: number | null;
  readonly span: Span;
}

/** `ssn: keep last 4` or `phi.ssn: keep last 4` in a `with` block. */
export interface TransformEntry {
  readonly qualifier: Word | null;
  readonly member: Word;
  readonly transform: TransformNode;
  readonly span: Span;
}

/** `care.age_band`: the parts of a name of a database function. The checker demands two. */
export interface FunctionNode {
  readonly parts: readonly SegmentNode[];
  readonly span: Span;
}

export type Clause =
  | { readonly kind: 'of'; readonly references: readonly MemberReference[]; readonly span: Span }
  | { readonly kind: 'on'; readonly events: readonly Word[]; readonly span: Span }
  | { readonly kind: 'when'; readonly value: ExpressionNode; readonly span: Span }
  | { readonly kind: 'unless'; readonly value: ExpressionNode; readonly span: Span }
  | { readonly kind: 'with'; readonly transform: TransformNode; readonly span: Span }
  | { readonly kind: 'with_each'; readonly entries: readonly TransformEntry[]; readonly span: Span }
  | { readonly kind: 'by'; readonly count: number; readonly countSpan: Span; readonly group: Word; readonly span: Span }
  | { readonly kind: 'within'; readonly durationMs: number; readonly durationSpan: Span; readonly span: Span }
  /** `for once` has no duration. */
  | { readonly kind: 'for'; readonly durationMs: number | null; readonly durationSpan: Span; readonly span: Span }
  | { readonly kind: 'because'; readonly text: Word; readonly span: Span }
  /** `predicates block`: the word, not yet understood. */
  | { readonly kind: 'predicates'; readonly level: Word; readonly span: Span }
  | { readonly kind: 'trusts' | 'reveals'; readonly functions: readonly FunctionNode[]; readonly span: Span };

export type ClauseKind = Clause['kind'];

export interface RuleDeclaration {
  readonly kind: 'rule';
  readonly ruleKind: RuleKind;
  readonly name: Word;
  readonly clauses: readonly Clause[];
  readonly doc: string;
  readonly span: Span;
}

export type Declaration =
  | PolicyDeclaration
  | DefaultDeclaration
  | PathDeclaration
  | ClassDeclaration
  | LetDeclaration
  | RuleDeclaration
  | TestDeclaration;

/** One parsed file. Declarations with a syntax error inside are left out; `brokenWords` are the words they may have declared. */
export interface PolicyFile {
  readonly file: string;
  readonly declarations: readonly Declaration[];
  readonly brokenWords: ReadonlySet<string>;
  /** True when the file is over a limit and was not read at all. */
  readonly isRefused: boolean;
}
