// A secret or protected value in transit: whatever prints it prints `<redacted>`; only `reveal` gives it up.
import { inspect } from 'node:util';

const SHOWN = '<redacted>';

export class Redacted<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value. Call it where it is used, and keep the result nowhere. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
