// Codes 3030 to 3034: text that is not what it looks like.
import type { MessageTable } from './message.ts';

export const LOOK_ALIKE_MESSAGES = {
  HPOL3030: {
    severity: 'warning',
    message: (p: { word: string; scripts: string }) => `the word \`${p.word}\` mixes letters of ${p.scripts}`,
    help: () => 'letters of several alphabets look the same and are not equal; write the word in one alphabet',
  },
  HPOL3031: {
    severity: 'warning',
    message: (p: { what: string; name: string; other: string }) =>
      `the ${p.what} \`${p.name}\` can be taken for \`${p.other}\``,
    help: () => 'they differ only in characters that look alike; rename one, or correct it where both mean the same',
  },
  HPOL3032: {
    severity: 'warning',
    message: (p: { code: string }) => `the text holds the invisible character U+${p.code}`,
    help: (p: { code: string }) => `remove it, or write it as \`\\u{${p.code}}\` where it is meant`,
  },
} as const satisfies MessageTable;
