// The same policy in another layout: spaces, line breaks and comments wherever they may stand.
import { tokenize } from '../../lang/lexer/tokenize.ts';
import type { Dice } from './dice.ts';

const GAPS = [' ', ' ', '  ', '\n', '\n\n', '\r\n', '\t', ' // note\n', '\n// note\n', '\n/// note\n'] as const;
const CLOSED = /^[(){}[\],]$/;

/** Comments of the text are left out; others are put in. */
export function withNoise(dice: Dice, text: string): string {
  const images = tokenize({ file: 'x', text }).tokens.map(({ image }) => image);
  const isQuiet = dice.oneIn(3);
  const parts = images.map((image, index) => {
    const next = images[index + 1] ?? '';
    if ((CLOSED.test(image) || CLOSED.test(next)) && dice.oneIn(2)) return image;
    return `${image}${isQuiet ? dice.pick([' ', '\n']) : dice.pick(GAPS)}`;
  });
  return parts.join('');
}
