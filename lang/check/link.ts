// Loads a root file and all that it imports, each once, imports first.
import type { PathDeclaration, PolicyFile } from '../ast/declaration.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { parse, type Parse } from '../parser/parse.ts';
import type { Loader } from '../source/loader.ts';
import { resolvePath } from '../source/resolve-path.ts';
import type { SourceFile } from '../source/source-file.ts';

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
const NOT_READ: ReadonlySet<DiagnosticCode> = new Set(['HPOL2110', 'HPOL2111', 'HPOL2113', 'HPOL4004']);
const MAX_FILES = 1_000;
const MAX_IMPORT_DEPTH = 100;

export function linkFiles(root: string, load: Loader, parseFile: Parse = parse): LinkedFiles {
  const files: PolicyFile[] = [];
  const sources: SourceFile[] = [];
  const schemas = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const read = new Set<string>();

  const visit = (source: SourceFile, trail: readonly string[]): void => {
    read.add(source.file);
    sources.push(source);
    const { value, diagnostics: found } = parseFile(source);
    diagnostics.push(...found);
    for (const declaration of value.declarations) {
      if (declaration.kind === 'import') follow(declaration, source.file, [...trail, source.file]);
      if (declaration.kind === 'schema') addSchema(declaration, source.file);
    }
    files.push(value);
  };

  const follow = (declaration: PathDeclaration, from: string, trail: readonly string[]): void => {
    const written = declaration.path.text;
    const { span } = declaration.path;
    if (written.startsWith('hpol:')) return void diagnostics.push(diagnose('HPOL2113', span, { path: written }));
    const path = resolvePath(from, written);
    if (path === null) return void diagnostics.push(diagnose('HPOL2111', span, { path: written }));
    if (trail.includes(path)) return void diagnostics.push(diagnose('HPOL2112', span, { path: written }));
    if (read.has(path)) return;
    if (read.size >= MAX_FILES || trail.length > MAX_IMPORT_DEPTH) {
      return void diagnostics.push(diagnose('HPOL4004', span, { what: 'files', limit: MAX_FILES }));
    }
    const text = load(path);
    if (text === undefined) return void diagnostics.push(diagnose('HPOL2110', span, { path }));
    visit({ file: path, text }, trail);
  };

  const addSchema = (declaration: PathDeclaration, from: string): void => {
    const { text: written, span } = declaration.path;
    const path = resolvePath(from, written);
    if (path === null) diagnostics.push(diagnose('HPOL2111', span, { path: written }));
    else if (load(path) === undefined) diagnostics.push(diagnose('HPOL2110', span, { path }));
    else schemas.add(path);
  };

  const text = load(root);
  if (text === undefined) diagnostics.push(diagnose('HPOL2110', { file: root, start: 0, end: 0 }, { path: root }));
  else visit({ file: root, text }, []);
  const isPartial = diagnostics.some(({ code }) => NOT_READ.has(code)) || files.some((file) => file.isRefused);
  return { files, sources, schemas: [...schemas], isPartial, diagnostics };
}
