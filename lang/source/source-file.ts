// One source text and its lines. Offsets become lines and columns only here, when somebody reads them.

export interface SourceFile {
  /** Path relative to the project root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** Line and column, both from 1; the column counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position of an offset; offsets beyond the text count as its end. */
export function positionOf(text: string, offset: number): Position {
  const at = Math.min(offset, text.length);
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', start)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: at - start + 1 };
}

/** The text of a line, counted from 1, without its end. */
export function lineAt(text: string, line: number): string {
  return text
    .split('\n', line)
    .slice(line - 1)
    .join('')
    .replace(/\r$/, '');
}
