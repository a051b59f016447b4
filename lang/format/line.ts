// One line of formatted text, with the range of source that it stands for, so that comments find their place.

export interface Line {
  /** Levels of two spaces. */
  readonly indent: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export const MAX_LINE = 100;
