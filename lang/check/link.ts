// Loads a root file and all that it imports, each once, imports first.
import type { PathDeclaration, PolicyFile } from '../ast/declaration.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Parse } from '../parser/parse.ts';
import { readSource } from '../parser/read-source.ts';
import type { Content, Loader } from '../source/loader.ts';
import { resolvePath } from '../source/resolve-path.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../source/span.ts';
import { isLibraryPath, LIBRARIES } from '../vocabulary/libraries.ts';

export interface LinkedFiles {
  /** Imports before the files that import them; the root is the last. */
  readonly files: readonly PolicyFile[];
  /** Root first, then in the order of reading. */
  readonly sources: readonly SourceFile[];
  readonly schemas: readonly string[];
  /** True when a file is missing or was not read, so that names that seem unknown may be declared in it. */
  readonly isPartial: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The codes of imports that were not followed. */
const NOT_READ: ReadonlySet<DiagnosticCode> = new Set([
  'HPOL2110',
  'HPOL2111',
  'HPOL2113',
  'HPOL2121',
  'HPOL2122',
  'HPOL4004',
]);
const MAX_FILES = 1_000;
const MAX_IMPORT_DEPTH = 100;

export function linkFiles(root: string, load: Loader, parseFile?: Parse): LinkedFiles {
  const files: PolicyFile[] = [];
  const sources: SourceFile[] = [];
  const schemas = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const read = new Set<string>();

  const visit = (file: string, content: Content, trail: readonly string[]): void => {
    const { value, source, diagnostics: found } = readSource(file, content, parseFile);
    read.add(file);
    sources.push(source);
    diagnostics.push(...found);
    for (const declaration of value.declarations) {
      if (declaration.kind === 'import') follow(declaration, file, [...trail, file]);
      if (declaration.kind === 'schema') addSchema(declaration, file);
    }
    files.push(value);
  };

  const follow = (declaration: PathDeclaration, from: string, trail: readonly string[]): void => {
    const { text: written, span } = declaration.path;
    const path = locate(declaration, from);
    if (typeof path !== 'string') return void diagnostics.push(path);
    if (trail.includes(path)) {
      const help = circleHelp([...trail.slice(trail.indexOf(path)), path]);
      return void diagnostics.push(diagnose('HPOL2112', span, { path: written }, { help }));
    }
    if (read.has(path)) return;
    if (read.size >= MAX_FILES || trail.length > MAX_IMPORT_DEPTH) {
      return void diagnostics.push(diagnose('HPOL4004', span, { what: 'files', limit: MAX_FILES }));
    }
    const content = load(path);
    if (content === undefined) return void diagnostics.push(diagnose('HPOL2110', span, { path }));
    visit(path, content, trail);
  };

  const addSchema = (declaration: PathDeclaration, from: string): void => {
    const { span } = declaration.path;
    const path = locate(declaration, from);
    if (typeof path !== 'string') diagnostics.push(path);
    else if (load(path) === undefined) diagnostics.push(diagnose('HPOL2110', span, { path }));
    else schemas.add(path);
  };

  const content = load(root);
  if (content === undefined) diagnostics.push(diagnose('HPOL2110', { file: root, start: 0, end: 0 }, { path: root }));
  else visit(root, content, []);
  const isPartial = diagnostics.some(({ code }) => NOT_READ.has(code)) || files.some((file) => file.isRefused);
  return { files, sources, schemas: [...schemas], isPartial, diagnostics };
}

/** A file that imports itself needs no more than that line removed. */
const circleHelp = (circle: readonly string[]): string =>
  circle.length === 2
    ? 'remove the import; a file has its own declarations'
    : `move what both need into another file; the circle is ${circle.map((file) => `\`${file}\``).join(' → ')}`;

/** The path that a declaration names, or what is wrong with it. */
function locate({ kind, path: { text, span } }: PathDeclaration, from: string): string | Diagnostic {
  if (kind === 'import' && isLibraryPath(text)) {
    const known = LIBRARIES.map(({ path }) => path);
    const help = `the library holds ${known.map((path) => `\`${path}\``).join(', ')}`;
    const extras = { help, ...suggest({ text, span }, known, JSON.stringify) };
    return known.some((path) => path === text) ? text : diagnose('HPOL2113', span, { path: text }, extras);
  }
  if (isLibraryPath(from)) return diagnose('HPOL2121', span, { path: text });
  const path = resolvePath(from, text);
  if (path === null) return diagnose('HPOL2111', span, { path: text });
  return kind === 'schema' || path.endsWith('.hpol') ? path : notAPolicy(text, span);
}

function notAPolicy(path: string, span: Span): Diagnostic {
  if (path.endsWith('.sql')) return diagnose('HPOL2122', span, { path }, { help: `write \`schema "${path}"\`` });
  const meant = `${path}.hpol`;
  const fix = { title: `replace by \`${meant}\``, edits: [{ span, text: JSON.stringify(meant) }], isSafe: false };
  return diagnose('HPOL2122', span, { path }, { fix });
}
