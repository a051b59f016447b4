// `npm run build:vscode`: writes the grammar, and the packed extension into the ignored folder `dist`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from './package-extension.ts';
import { textMateGrammar } from './text-mate-grammar.ts';

const target = join(import.meta.dirname, '../../../dist/hpol.vsix');
writeFileSync(join(import.meta.dirname, 'hpol.tmLanguage.json'), `${JSON.stringify(textMateGrammar(), null, 2)}\n`);
mkdirSync(join(target, '..'), { recursive: true });
writeFileSync(target, await packageExtension());
process.stdout.write(`${target}\n`);
