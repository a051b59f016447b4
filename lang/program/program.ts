// The checked program: what the checker promises to the compiler, the reference interpreter and the
// test harness. Plain readonly objects; every name is resolved, every type agrees, conditions are total.
import type { CompareOperator, TextOperator } from '../ast/expression.ts';
import type { RuleKind } from '../ast/declaration.ts';
import type { ExpectedEffect } from '../ast/test.ts';
import type { Span } from '../source/span.ts';
import type { DetectorName } from '../vocabulary/detectors.ts';
import type { PredicateLevel } from '../vocabulary/predicates.ts';
import type { Transform } from '../vocabulary/transforms.ts';
import type { ValueType } from '../vocabulary/types.ts';

export type { Span };

/** A regular expression of the policy, syntax checked; `flags` may hold `i` only. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
  readonly span: Span;
}

/** How a class member is found in free text: a named detector of the library, or a pattern. */
export type Detector =
  | { readonly kind: 'named'; readonly name: DetectorName; readonly span: Span }
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly span: Span };

/** A segment of a column pattern: literal text in which `*` stands for any run of characters, or alternatives of such. */
export interface ColumnPattern {
  readonly schema: readonly string[];
  readonly relation: readonly string[];
  readonly column: readonly string[];
  readonly span: Span;
}

/** One member of a class. `name` is qualified: `phi.ssn`. Its position in `Program.members` is its number everywhere. */
export interface ClassMember {
  readonly name: string;
  readonly className: string;
  readonly columns: readonly ColumnPattern[];
  readonly detectors: readonly Detector[];
  readonly span: Span;
}

export type { CompareOperator, TextOperator };

/** A range of network addresses. */
export interface Network {
  /** As written: `10.0.0.0/8`. */
  readonly text: string;
  /** The 16 bytes of the address in hex; an IPv4 address is the IPv6 address `::ffff:…` that stands for it. */
  readonly address: string;
  /** How many leading bits count, from 0 to 128. */
  readonly prefixBits: number;
}

/**
 * A recurring span of local time in a zone: `from` to before `to` in minutes of the day, or from day `from` to day `to`
 * inclusive, Monday being 0. Where `from` is the larger, it runs over midnight or over the end of the week.
 */
export interface Window {
  readonly unit: 'clock' | 'weekday';
  readonly from: number;
  readonly to: number;
  /** A name of the time zone database: `Europe/Berlin`. */
  readonly zone: string;
}

/**
 * A typed, total condition or value. `and`/`or` evaluate left to right and stop early; the checker has proved that an
 * optional value (an attribute with `optional`, or a `lookup`) is only evaluated where it is present.
 * Strings compare by their UTF-8 bytes. Enum values are `string` constants, spelled as in the vocabulary. Durations (ms), sizes (bytes) and
 * times (ms since 1970) are `int` constants.
 */
export type Expression =
  | { readonly kind: 'bool'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'int'; readonly value: number; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'attribute'; readonly path: string; readonly type: ValueType; readonly span: Span }
  | { readonly kind: 'lookup'; readonly map: string; readonly key: string; readonly span: Span }
  /** The element that an enclosing `quantified` looks at: a text. */
  | { readonly kind: 'element'; readonly span: Span }
  /** A difference of times, or a time less a duration: milliseconds. */
  | { readonly kind: 'minus'; readonly left: Expression; readonly right: Expression; readonly span: Span }
  | { readonly kind: 'present'; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'default'; readonly value: Expression; readonly fallback: Expression; readonly span: Span }
  | { readonly kind: 'not'; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'and'; readonly left: Expression; readonly right: Expression; readonly span: Span }
  | { readonly kind: 'or'; readonly left: Expression; readonly right: Expression; readonly span: Span }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'in_constants';
      readonly value: Expression;
      readonly constants: readonly (string | number)[];
      readonly span: Span;
    }
  | { readonly kind: 'in_attribute'; readonly value: Expression; readonly set: string; readonly span: Span }
  | {
      readonly kind: 'in_networks';
      readonly value: Expression;
      readonly networks: readonly Network[];
      readonly span: Span;
    }
  /** Asks about `now`; see Window. */
  | { readonly kind: 'window'; readonly window: Window; readonly span: Span }
  | {
      readonly kind: 'quantified';
      readonly quantifier: 'any' | 'all';
      /** The path of a set or list of texts. */
      readonly set: string;
      /** A condition in which `element` may stand; never itself `quantified`. */
      readonly test: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'text';
      readonly operator: TextOperator;
      readonly value: Expression;
      readonly operand: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'matches'; readonly value: Expression; readonly pattern: Pattern; readonly span: Span }
  | { readonly kind: 'touches'; readonly columns: string; readonly members: readonly number[]; readonly span: Span };

export type { RuleKind };

interface RuleBase {
  readonly name: string;
  readonly doc: string;
  readonly because: string;
  /** Names of the events that the rule speaks about; for `mask` every event of the vocabulary. */
  readonly events: readonly string[];
  /** `when` and not `unless`, already combined; a missing `when` is `true`. */
  readonly condition: Expression;
  readonly span: Span;
}

/** What a mask does to each member; an absent member is not touched by this rule. */
export interface MaskEntry {
  readonly member: number;
  readonly transform: Transform;
}

/** What a mask concedes beside its transforms. Of several masks that fire, each must concede it. */
export interface Concessions {
  readonly predicates: PredicateLevel;
  /** Functions as `schema.name` in PostgreSQL's spelling, sorted, each once: opaque ones that depend on their arguments alone. */
  readonly trusts: readonly string[];
  /** Functions whose result may be seen although it is computed from a masked value. */
  readonly reveals: readonly string[];
}

export interface MaskRule extends RuleBase, Concessions {
  readonly kind: 'mask';
  readonly entries: readonly MaskEntry[];
}

export interface ApproveRule extends RuleBase {
  readonly kind: 'approve';
  readonly approvers: { readonly count: number; readonly group: string };
  /** How long a request may wait. */
  readonly withinMs: number;
  /** `null` is `for once`; otherwise how long a grant holds. */
  readonly grantMs: number | null;
  readonly needsReason: boolean;
}

export interface PlainRule extends RuleBase {
  readonly kind: 'block' | 'allow' | 'flag';
}

/** Position in `Program.rules` is the rule's number everywhere: declaration order, imports first. */
export type Rule = MaskRule | ApproveRule | PlainRule;

/** A constant in a test: what `given` and `returning` may hold. */
export type TestValue = string | number | boolean | null | readonly string[] | { readonly [key: string]: string };

export interface PolicyTest {
  readonly name: string;
  /** Overrides of the default identity, session and target, keyed `identity.user`, `target.labels` … */
  readonly given: { readonly [path: string]: TestValue };
  readonly event: string;
  /** The statement text for `postgres.statement`; empty for events without one. */
  readonly input: string;
  /** One row that the target is said to return, by output column name. */
  readonly returning: { readonly [column: string]: TestValue } | null;
  readonly expectations: readonly TestExpectation[];
  readonly span: Span;
}

export type TestExpectation =
  | {
      readonly kind: 'effect';
      readonly effect: ExpectedEffect;
      readonly by: string | null;
      readonly span: Span;
    }
  | { readonly kind: 'row'; readonly row: { readonly [column: string]: TestValue }; readonly span: Span };

export interface Program {
  readonly name: string;
  readonly doc: string;
  readonly default: 'allow' | 'block';
  readonly classes: readonly string[];
  readonly members: readonly ClassMember[];
  readonly rules: readonly Rule[];
  readonly tests: readonly PolicyTest[];
  /** Paths of `schema "…"` files, resolved like imports. */
  readonly schemas: readonly string[];
  /** Every source file read, root first, with its text. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}
