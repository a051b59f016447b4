// `npm run detectors`: prints recall and precision by detector, and with `--missed` or `--wrong` what lies behind them.
import { makeNotes } from './notes.ts';
import { loadDetectors } from './find-hits.ts';
import { measure, type Finding } from './measure.ts';
import { CORPUS, recallTable } from './recall-table.ts';

const [show] = process.argv.slice(2);
const measured = measure(await loadDetectors(), makeNotes(CORPUS.seed, CORPUS.notes));
console.log(recallTable(measured));
const findings: readonly Finding[] = show === '--missed' ? measured.missed : show === '--wrong' ? measured.wrong : [];
for (const { kind, note } of findings) console.log(`${kind}\t${JSON.stringify(note)}`);
