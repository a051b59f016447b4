// What an event can say and how a policy may speak of it. One vocabulary file per protocol
// declares attributes; checker, compiler, runtime layouts, docs and completion read them.
// Nothing here may import from another room.

/** One of some words, which a policy writes without quotes. */
export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: readonly string[];
}

/** The type of one attribute or expression. `columns` is a set of base columns written `schema.relation.column`. */
export type ValueType =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int' }
  | { readonly kind: 'string' }
  /** Milliseconds. No attribute has this type: it is written, or the difference of two times. */
  | { readonly kind: 'duration' }
  /** Bytes. */
  | { readonly kind: 'size' }
  /** Milliseconds since 1970, UTC, up to the end of the year 9999. */
  | { readonly kind: 'time' }
  /** A network address, IPv4 or IPv6. */
  | { readonly kind: 'ip' }
  | EnumType
  /** Texts without order; `words` where all of them are words of an enum. */
  | { readonly kind: 'set'; readonly words?: EnumType }
  /** Texts in order, repetitions included. */
  | { readonly kind: 'list' }
  | { readonly kind: 'map'; readonly values: 'string' | 'int' }
  | { readonly kind: 'columns' };

/** When an attribute is known: for the whole session, or only for the one event. Mask conditions may use `session` only. */
export type AttributeScope = 'session' | 'event';

/** One attribute of an event, as a policy names it (`identity.groups`, `now`) and as the event JSON nests it. */
export interface Attribute {
  readonly path: string;
  readonly type: ValueType;
  /** True when an event may lack it; the checker then demands `is present` or `??`. */
  readonly optional: boolean;
  readonly scope: AttributeScope;
  /** One sentence for docs, hover and completion. */
  readonly doc: string;
}

/** One kind of event: `postgres.statement`, `session.open`. `attributes` lists the common ones first; the position is the slot number of the binary layout. */
export interface EventVocabulary {
  readonly name: string;
  readonly doc: string;
  /** What a test writes behind the event's name, from which the facts of the event are found; null when it gives them one by one. */
  readonly testInput: 'sql' | null;
  readonly attributes: readonly Attribute[];
}
