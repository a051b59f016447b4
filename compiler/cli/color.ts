// Whether a stream gets colour: only a terminal, and never when NO_COLOR is set.
import type { WriteStream } from 'node:tty';

export const isColorTerm = (stream: WriteStream): boolean =>
  stream.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb';
