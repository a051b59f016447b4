// `npm run docs`: rewrites the generated parts of the documentation.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES, renewParts } from './generated-parts.ts';

const ROOT = join(import.meta.dirname, '../..');

for (const page of PAGES) {
  const path = join(ROOT, page);
  const text = readFileSync(path, 'utf8');
  const renewed = renewParts(text);
  if (renewed !== text) writeFileSync(path, renewed);
}
