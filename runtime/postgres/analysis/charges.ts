// What computing one value brings with it: columns read, functions called, uses, and whether something in it is not understood.
import type { ColumnFill, ColumnUse, Hazard } from './facts.ts';
import type { RowOrder } from './row-order.ts';

/** A use as a walk collects it. */
export interface CollectedUse extends ColumnUse {
  /** How many constants it is compared with; guards against enumerating by many equalities. */
  readonly constants: number;
  /** True where rows are chosen, joined, grouped or ordered by it. */
  readonly filters: boolean;
}

export interface Charges {
  readonly reads: Set<string>;
  readonly functions: Set<string>;
  /** Relations that are named, in the statement and in the functions that it calls, but not in views. */
  readonly relations: Set<string>;
  readonly writes: Set<string>;
  readonly fills: ColumnFill[];
  /** By what makes two uses the same. */
  readonly uses: Map<string, CollectedUse>;
  /** Functions that are not looked into, with the reason that a client may read. */
  readonly opaque: Map<string, string>;
  /** What arranges the rows of the query that is walked now. */
  order: RowOrder;
  /** Why lineage is not known, whatever the functions do. */
  unknown: string | null;
  /** The commands that functions run inside. */
  readonly commands: Set<string>;
  hazard: Hazard | null;
}
