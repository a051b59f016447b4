// `policy` and `default` stand exactly once, in the root file. The default is never implied.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { isInBrokenPart, type LinkedPolicy } from './lint.ts';

export function headers(policy: LinkedPolicy): readonly Diagnostic[] {
  return (['policy', 'default'] as const).flatMap((what) => checkHeader(policy, what));
}

function checkHeader(policy: LinkedPolicy, what: 'policy' | 'default'): Diagnostic[] {
  const root = policy.files.at(-1);
  if (!root) return [];
  const inFile = (file: typeof root): (typeof root.declarations)[number][] =>
    file.declarations.filter((declaration) => declaration.kind === what);
  const strays = policy.files.slice(0, -1).flatMap(inFile);
  const [first, ...more] = inFile(root);
  const found = strays.map(({ span }) => diagnose('HPOL2103', span, { what }));
  if (!first && !isInBrokenPart(policy, what)) {
    found.push(diagnose('HPOL2101', { file: root.file, start: 0, end: 0 }, { missing: what }));
  }
  const labels = first ? [{ span: first.span, text: 'the first one' }] : [];
  return [...found, ...more.map(({ span }) => diagnose('HPOL2102', span, { what }, { labels }))];
}
