// The parts of the documentation that are written by the code that they describe, between `<!-- generated: NAME -->`
// and `<!-- end -->`.
import { grammarText } from './grammar-text.ts';
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
  detectors: detectorTable,
  safe_harbor: safeHarborTable,
};

export const PART_NAMES: readonly string[] = Object.keys(PARTS);

/** The pages that hold generated parts, from the root of the checkout. */
export const PAGES = ['docs/language/reference.md', 'docs/safe-harbor.md'] as const;

/** The page with its generated parts written anew. */
export const renewParts = (page: string): string =>
  page.replace(/(?<=<!-- generated: (\w+) -->\n)[^]*?(?=<!-- end -->)/g, (_, name: string) => {
    const part = PARTS[name];
    if (!part) throw new Error(`there is no generated part named ${name}`);
    return `\n${part()}\n\n`;
  });
