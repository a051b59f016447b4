// Texts that nobody means well by: bytes, words of the language in any order, and real policies with damage.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from './dice.ts';

const ROOT = join(import.meta.dirname, '../..');

const WORDS =
  String.raw`policy default import schema class let mask block approve allow flag test limit assert column detect
first last once null present absent any all given returning expect row and or not in is true false starts ends contains
matches when unless with because by within for of on now phi ssn identity.groups statement.limit statement.reads(phi)
target.labels["env"] session.client_address postgres.statement session.open ssh.exec keep redact { } ( ) [ ] , : . .. - ?? ==
!= <= >= < > = "text" "a\"b" "\u{1F600}" "open /re/ /re/i /[/]/ /open 1 30m 8h 10MB 4KiB 08:00 2026-12-31T18:00Z 2026-12-31
99999999999999999999 * a* $ // /// é аdmin never to 500 rows`
    .split(/\s+/)
    .concat('\n', '\n', '\r\n', '\t', '\u{FEFF}', '\u{200B}', '\0') as [string, ...string[]];

export const randomBytes = (dice: Dice): string => {
  const bytes = Uint8Array.from(dice.some(0, 300, () => (dice.oneIn(2) ? dice.below(128) : dice.below(256))));
  return new TextDecoder(dice.oneIn(2) ? 'utf-8' : 'latin1').decode(bytes);
};

export const tokenSoup = (dice: Dice): string =>
  dice
    .some(1, 80, () => dice.pick(WORDS))
    .join(dice.oneIn(4) ? '' : ' ')
    .concat(dice.oneIn(2) ? '\n' : '');

/** The policies and the examples of the documentation. */
export function goldens(): readonly [string, ...string[]] {
  const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  const texts = pages.toSorted().map((name) => readFileSync(join(ROOT, 'docs', name), 'utf8'));
  const blocks = texts.flatMap((text) =>
    [...text.matchAll(/```hpol\n([^]*?)```/g)].flatMap(([, block]) => block ?? []),
  );
  return [readFileSync(join(ROOT, 'policies/clinical/clinical.hpol'), 'utf8'), ...blocks];
}

/** A golden with some of its words taken out, doubled, replaced or moved. */
export function damaged(dice: Dice, texts: readonly [string, ...string[]]): string {
  const words = dice.pick(texts).split(/(?<=\s)|(?=[^\w\s])|(?<=[^\w\s])/);
  for (const _ of dice.some(1, 5, () => null)) {
    const at = dice.below(words.length);
    const chunk = words.slice(at, at + dice.below(6));
    if (dice.oneIn(4)) words.splice(at, 1, dice.pick(WORDS));
    else if (dice.oneIn(3)) words.splice(dice.below(words.length), 0, ...chunk);
    else words.splice(at, chunk.length);
  }
  return words.join('');
}
