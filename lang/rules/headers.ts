// `policy` and `default` stand exactly once, in the root file. The default is never implied.
import type { Declaration, PolicyFile } from '../ast/declaration.ts';
import { diagnose, type Diagnostic, type Label } from '../diagnostics/diagnostic.ts';
import { isInBrokenPart, targetOf, textOf, type LinkedPolicy } from './lint.ts';
import { removeDeclaration } from './remove-declaration.ts';

type Header = Extract<Declaration, { kind: 'policy' | 'default' }>;

const headersOf = ({ declarations }: PolicyFile): readonly Header[] =>
  declarations.filter((node): node is Header => node.kind === 'policy' || node.kind === 'default');

export function headers(policy: LinkedPolicy): readonly Diagnostic[] {
  const strays = policy.files.slice(0, -1).flatMap((file) => checkImported(policy, file));
  const root = policy.files.at(-1);
  if (!root) return strays;
  return [...strays, ...(['policy', 'default'] as const).flatMap((what) => checkRoot(policy, root, what))];
}

/** One finding for a file, at the first of its headers: a file with all of them is a policy of its own. */
function checkImported(policy: LinkedPolicy, file: PolicyFile): Diagnostic[] {
  const found = headersOf(file);
  const [first] = found;
  if (!first) return [];
  const isPolicy = found.some(({ kind }) => kind === 'policy');
  const help = isPolicy
    ? `\`${file.file}\` is a policy of its own; move what both need into a file that says neither \`policy\` nor \`default\``
    : undefined;
  const extras = { help, labels: importsOf(policy, file) };
  return [diagnose('HPOL2103', first.span, { what: first.kind }, extras)];
}

const importsOf = (policy: LinkedPolicy, { file }: PolicyFile): Label[] =>
  policy.files.flatMap((importer) =>
    importer.declarations.flatMap((node) =>
      node.kind === 'import' && targetOf(importer.file, node) === file
        ? [{ span: node.path.span, text: 'imported here' }]
        : [],
    ),
  );

function checkRoot(policy: LinkedPolicy, root: PolicyFile, what: Header['kind']): Diagnostic[] {
  const [first, ...more] = headersOf(root).filter(({ kind }) => kind === what);
  if (!first) {
    const start = { file: root.file, start: 0, end: 0 };
    return isInBrokenPart(policy, what) ? [] : [diagnose('HPOL2101', start, { missing: what })];
  }
  const labels = [{ span: first.span, text: 'the first one' }];
  return more.map((header) => {
    const edits = [removeDeclaration(textOf(policy, root.file), header.span)];
    const fix = { title: `remove this \`${what}\``, edits, isSafe: saidBy(header) === saidBy(first) };
    return diagnose('HPOL2102', header.span, { what }, { labels, fix });
  });
}

const saidBy = (header: Header): string => (header.kind === 'policy' ? header.name.text : header.effect);
