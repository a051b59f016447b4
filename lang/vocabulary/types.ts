// What an event can say and how a policy may speak of it. One vocabulary file per protocol
// declares attributes; checker, compiler, runtime layouts, docs and completion read them.
// Nothing here may import from another room.

/** The type of one attribute or expression. `columns` is a set of base columns written `schema.relation.column`. */
export type ValueType =
  | { readonly kind: 'bool' }
  | { readonly kind: 'int' }
  | { readonly kind: 'string' }
  | { readonly kind: 'enum'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'set' }
  | { readonly kind: 'map' }
  | { readonly kind: 'columns' };

/** When an attribute is known: for the whole session, or only for the one event. Mask conditions may use `session` only. */
export type AttributeScope = 'session' | 'event';

/** One attribute of an event, as a policy names it (`identity.groups`) and as the event JSON nests it. */
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
  readonly attributes: readonly Attribute[];
}
