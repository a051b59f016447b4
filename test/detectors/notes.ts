// Synthetic clinical notes with the place of every identifier, made from a seed.
import { makeIdentifier, type Kind } from './identifiers.ts';
import { PLACES } from './names.ts';
import { NEGATIVES } from './negatives.ts';
import { EXPORTS, STYLES } from './note-styles.ts';
import { createDice, type Dice } from './random.ts';

export interface Mark {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

export interface Note {
  readonly style: string;
  readonly text: string;
  /** In the order of the text; no two overlap. */
  readonly marks: readonly Mark[];
}

/** Every eighth note is an export of a machine. */
const EXPORT_EVERY = 8;

export function makeNotes(seed: number, count: number): readonly Note[] {
  const dice = createDice(seed);
  return Array.from({ length: count }, (_, index) => {
    if (index % EXPORT_EVERY === 0) return filled('export', dice.pick(EXPORTS), dice);
    const { name, lines } = dice.pick(STYLES);
    return filled(name, lines.map((alternatives) => dice.pick(alternatives)).join('\n'), dice);
  });
}

function filled(style: string, template: string, dice: Dice): Note {
  const marks: Mark[] = [];
  let text = '';
  for (const part of template.split(/(\{[=a-z_0-9:]+\})/)) {
    const name = /^\{([=a-z_0-9:]+)\}$/.exec(part)?.[1];
    if (name === undefined) text += part;
    else if (name === '=state') text += stateOf(text, dice);
    else if (name.startsWith('=')) text += NEGATIVES[name.slice(1)]?.(dice) ?? missing(name);
    else {
      const { kind, text: value } =
        name === 'us_zip' ? ({ kind: name, text: zipOf(text, dice) } as const) : makeIdentifier(name, dice);
      marks.push({ kind, start: text.length, end: text.length + value.length });
      text += value;
    }
  }
  return { style, text, marks };
}

function missing(name: string): never {
  throw new Error(`there is nothing named ${name}`);
}

/** The place that the text has just named. */
function lastPlace(text: string, dice: Dice): (typeof PLACES)[number] {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  return PLACES.find(([city]) => line.includes(`${city}, `)) ?? dice.pick(PLACES);
}

/** The state by its letters or its name. */
function stateOf(text: string, dice: Dice): string {
  const [, letters, name] = lastPlace(text, dice);
  return dice.pick([letters, letters, letters, name]);
}

const zipOf = (text: string, dice: Dice): string =>
  `${lastPlace(text, dice)[3]}${dice.digits(2)}${dice.pick(['', '', `-${dice.digits(4)}`])}`;
