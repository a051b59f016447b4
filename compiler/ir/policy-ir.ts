// The program as the code generator needs it: one condition per rule and event, attributes as slots of the event
// record, constants by number. Pure data; compiler/passes makes it smaller and faster, and prints it.
import type { TextOperator, CompareOperator, Network, Pattern, Span, Window } from '../../lang/program/program.ts';
import type { EventVocabulary } from '../../lang/vocabulary/types.ts';

/** How a value travels in the module: bool as i32; int, size, time, duration and enum number as i64; text and address as packed address and length. */
export type IrType = 'bool' | 'int' | 'text';

/** A condition or value, and where the policy says it. */
export type IrExpression = IrNode & { readonly span: Span };

/** `text` and `key` are positions in `PolicyIr.texts`. */
export type IrNode =
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'text'; readonly text: number }
  | { readonly kind: 'slot'; readonly slot: number; readonly type: IrType }
  /** The number of an enum value. */
  | { readonly kind: 'enum_slot'; readonly slot: number }
  /** An enum value as text; `values` is a position in `PolicyIr.textLists`. */
  | { readonly kind: 'enum_text'; readonly slot: number; readonly values: number }
  | { readonly kind: 'present'; readonly slot: number }
  | { readonly kind: 'lookup'; readonly slot: number; readonly key: number; readonly type: IrType }
  | { readonly kind: 'found'; readonly slot: number; readonly key: number }
  /** What the enclosing `quantified` looks at. */
  | { readonly kind: 'element' }
  | { readonly kind: 'minus'; readonly left: IrExpression; readonly right: IrExpression }
  | { readonly kind: 'not'; readonly value: IrExpression }
  | { readonly kind: 'and'; readonly left: IrExpression; readonly right: IrExpression }
  | { readonly kind: 'or'; readonly left: IrExpression; readonly right: IrExpression }
  | {
      readonly kind: 'choose';
      readonly type: IrType;
      readonly test: IrExpression;
      readonly chosen: IrExpression;
      readonly other: IrExpression;
    }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly type: IrType;
      readonly left: IrExpression;
      readonly right: IrExpression;
    }
  | { readonly kind: 'in_slot'; readonly value: IrExpression; readonly slot: number }
  /** Membership in a constant set; `list` is a position in `PolicyIr.textLists`. */
  | { readonly kind: 'in_list'; readonly value: IrExpression; readonly list: number }
  | {
      readonly kind: 'text_test';
      readonly operator: TextOperator;
      readonly value: IrExpression;
      readonly operand: IrExpression;
    }
  /** `list` is a position in `PolicyIr.networkLists`. */
  | { readonly kind: 'in_networks'; readonly value: IrExpression; readonly list: number }
  | {
      readonly kind: 'window';
      readonly now: number;
      readonly offsets: number;
      readonly zone: number;
      readonly unit: Window['unit'];
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'quantified';
      readonly quantifier: 'any' | 'all';
      readonly slot: number;
      readonly test: IrExpression;
    }
  /** `automaton` is a position in `PolicyIr.patterns`. */
  | { readonly kind: 'matches'; readonly value: IrExpression; readonly automaton: number }
  /** `cache` numbers the column attributes; `members` are the members asked about. */
  | {
      readonly kind: 'touches';
      readonly slot: number;
      readonly cache: number;
      readonly members: readonly number[];
    }
  /** A condition of `EventCode.shared`, by position: evaluated once for an event, when it is first asked for. */
  | { readonly kind: 'shared'; readonly condition: number }
  /** Whether the host told how far a zone is from UTC; without it a window has no answer. */
  | { readonly kind: 'zone_known'; readonly offsets: number; readonly zone: number };

export interface RuleCode {
  readonly rule: number;
  readonly condition: IrExpression;
}

/** One of the smallest conditions that rules are made of, for explanations. */
export interface AtomCode {
  /** Position in the bundle's list of atoms. */
  readonly atom: number;
  readonly condition: IrExpression;
  /** False when the event cannot answer the condition, which then must not be asked. */
  readonly isAnswerable: IrExpression;
}

/** What a rule index looks at: the number of an enum value, a text, or each element of a set or list. */
export type IndexSource =
  | { readonly kind: 'enum'; readonly slot: number }
  | { readonly kind: 'text'; readonly value: IrExpression }
  | { readonly kind: 'elements'; readonly slot: number };

/** `key` is the number of an enum value, or a position in `PolicyIr.texts`. */
export interface IndexEntry {
  readonly key: number;
  readonly rules: readonly number[];
}

export interface IndexLookup {
  readonly source: IndexSource;
  readonly entries: readonly IndexEntry[];
}

/** Which rules an event can fire at all. A rule stands either in `always` or in some entries of one lookup. */
export interface RuleIndex {
  readonly always: readonly number[];
  readonly lookups: readonly IndexLookup[];
}

/** The rules that speak about one event, in rule order. The position in `PolicyIr.events` is the event's number. */
export interface EventCode {
  readonly event: EventVocabulary;
  readonly rules: readonly RuleCode[];
  readonly shared: readonly IrExpression[];
  readonly index: RuleIndex;
  readonly atoms: readonly AtomCode[];
}

export interface PolicyIr {
  readonly events: readonly EventCode[];
  /** Each distinct text constant once. */
  readonly texts: readonly string[];
  readonly textLists: readonly (readonly number[])[];
  readonly networkLists: readonly (readonly Network[])[];
  /** Each distinct pattern of `matches` once. */
  readonly patterns: readonly Pattern[];
  /** Number of caches for `touches`: the most column attributes that one event has. */
  readonly caches: number;
}
