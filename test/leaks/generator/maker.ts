// What the parts of the generator share while they make one statement: chance, names, and what this statement may do.
import type { Random } from './random.ts';
import type { Column, Type } from './relations.ts';

/** What can be named where an expression stands. */
export interface Scope {
  readonly columns: readonly Column[];
  /** Whole rows. */
  readonly rows: readonly Column[];
}

export const NOTHING: Scope = { columns: [], rows: [] };

/** Whether protected columns may be used here at all. */
export type Reach = 'any' | 'public';

export interface Wanted {
  readonly type: Type;
  readonly scope: Scope;
  readonly reach: Reach;
  /** Levels of expressions below this one. */
  readonly depth: number;
}

export type Place = Omit<Wanted, 'type'>;

export interface Query {
  readonly sql: string;
  readonly columns: readonly Column[];
}

/** A CTE that may be read in FROM. */
export interface Named {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Maker {
  readonly random: Random;
  /** `calm` keeps protected values to what a masked client may be answered; `bold` puts them anywhere. */
  readonly mood: 'calm' | 'bold';
  /**
   * `grouping` statements may put rows together by protected values, and then do nothing that would make a value of the order of rows;
   * `ordering` ones are the other way round.
   */
  readonly style: 'grouping' | 'ordering';
  /** Becomes true when rows come in an order that depends on protected values. */
  anyOrder: boolean;
  /** A name that is used nowhere else in the statement. */
  fresh(prefix: string): string;
  /** The forms call each other through these, because files may not import in circles. */
  readonly make: {
    expression(maker: Maker, wanted: Wanted): Column;
    condition(maker: Maker, place: Place): Column;
    /** A query of these types, or of any, that can stand in brackets. */
    query(maker: Maker, outer: Scope, shape: QueryShape): Query;
  };
}

export interface QueryShape {
  /** How many queries deep it may still go. */
  readonly levels: number;
  /** Those of the result columns; by default what its relations have. */
  readonly types?: readonly Type[];
  readonly ctes?: readonly Named[];
  /** No protected values in it at all. */
  readonly reach: Reach;
}

/** Numbers small enough that nothing grows without bounds. */
export const smallNumber = ({ random }: Maker): string => String(1 + random.below(5));
