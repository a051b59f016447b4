// The parts of the documentation that are written by the code that they describe, between `<!-- generated: NAME -->`
// and `<!-- end -->`.
import { entrypointTable, numberLists, recordTables, slotTables } from './abi-text.ts';
import { grammarText } from './grammar-text.ts';
import { smallZipAreas, typeMaskTable } from './type-masks-text.ts';
import {
  detectorTable,
  eventTables,
  safeHarborTable,
  tokenTable,
  transformTable,
  wordLists,
} from './vocabulary-text.ts';

const PARTS: Readonly<Record<string, () => string>> = {
  grammar: () => `\`\`\`\n${grammarText()}\n\`\`\``,
  tokens: tokenTable,
  events: eventTables,
  words: wordLists,
  transforms: transformTable,
  types: typeMaskTable,
  areas: smallZipAreas,
  detectors: detectorTable,
  entrypoints: entrypointTable,
  records: recordTables,
  numbers: numberLists,
  slots: slotTables,
  safe_harbor: safeHarborTable,
};

export const PART_NAMES: readonly string[] = Object.keys(PARTS);

/** The pages that hold generated parts, from the root of the checkout. */
export const PAGES = ['docs/language/reference.md', 'docs/abi.md', 'docs/safe-harbor.md'] as const;

/** The page with its generated parts written anew. */
export const renewParts = (page: string): string =>
  page.replace(/(?<=<!-- generated: (\w+) -->\n)[^]*?(?=<!-- end -->)/g, (_, name: string) => {
    const part = PARTS[name];
    if (!part) throw new Error(`there is no generated part named ${name}`);
    return `\n${part()}\n\n`;
  });
