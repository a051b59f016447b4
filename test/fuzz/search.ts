// What a search is: one run is one seed, and equal seeds try equal things.

export interface Search {
  readonly name: string;
  /** Tried for one in so many seeds, where it costs more than the others. */
  readonly every: number;
  /** Throws when it has found something. */
  readonly run: (seed: number) => void | Promise<void>;
}
