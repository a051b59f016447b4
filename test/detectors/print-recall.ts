// `npm run detectors`: prints recall and precision by detector; `--missed` and `--wrong` print what lies behind them, `--write`
// puts the figures into the documentation.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDetectors } from './find-hits.ts';
import { measure } from './measure.ts';
import { makeNotes } from './notes.ts';
import { CORPUS, recallTable, renewFigures } from './recall-table.ts';

const PAGE = join(import.meta.dirname, '../../docs/safe-harbor.md');
const wanted = new Set(process.argv.slice(2));

const measured = measure(await loadDetectors(), makeNotes(CORPUS.seed, CORPUS.notes));
console.log(recallTable(measured));
const findings = [...(wanted.has('--missed') ? measured.missed : []), ...(wanted.has('--wrong') ? measured.wrong : [])];
for (const { kind, note } of findings) console.log(`${kind}\t${JSON.stringify(note)}`);
if (wanted.has('--write')) writeFileSync(PAGE, renewFigures(readFileSync(PAGE, 'utf8'), measured));
