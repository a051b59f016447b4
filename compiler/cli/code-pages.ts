// The pages of the codes, docs/codes, as the program ships with them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGES = join(import.meta.dirname, '../../docs/codes');

/** Every code that has a page. */
export const pageCodes = (): readonly string[] =>
  readdirSync(PAGES).flatMap((name) => /^(HPOL\d{4})\.md$/.exec(name)?.[1] ?? []);

export const readPage = (code: string): string => readFileSync(join(PAGES, `${code}.md`), 'utf8');
