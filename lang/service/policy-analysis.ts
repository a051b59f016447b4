// A policy as an editor asks about it: what the compiler says, the texts and syntax trees of all files, and where every name stands.
import type { Declaration } from '../ast/declaration.ts';
import { checkLinked, type CompiledSource } from '../check/compile-source.ts';
import { linkFiles } from '../check/link.ts';
import type { SchemaLoader, SchemaRelation } from '../check/schema.ts';
import type { Parse, ParsedFile } from '../parser/parse.ts';
import type { Loader } from '../source/loader.ts';
import { resolvePath } from '../source/resolve-path.ts';
import { indexNames, type NameIndex } from './name-index.ts';

/** Where an analysis gets its texts. `parse` may remember what it parsed. */
export interface AnalysisInput {
  readonly load: Loader;
  readonly loadSchema?: SchemaLoader;
  readonly parse: Parse;
}

export interface AnalyzedFile {
  readonly file: string;
  readonly text: string;
  readonly parsed: ParsedFile;
}

export interface PolicyAnalysis {
  readonly root: string;
  readonly input: AnalysisInput;
  /** All but what takes proofs: made at each keystroke. */
  readonly checked: CompiledSource;
  /** All of it, made when it is first asked for. */
  readonly compiled: () => CompiledSource;
  /** All of it where it has been asked for, else what was checked. */
  readonly known: () => CompiledSource;
  /** Every file that was read, by path. */
  readonly files: ReadonlyMap<string, AnalyzedFile>;
  /** What the `schema` files describe; empty when there are none or the shell reads none. */
  readonly relations: readonly SchemaRelation[];
  /** Made when it is first asked for: a keystroke alone needs only the diagnostics. */
  readonly names: () => NameIndex;
}

export function analyzePolicy(root: string, input: AnalysisInput): PolicyAnalysis {
  const { load, loadSchema, parse } = input;
  const files = new Map<string, AnalyzedFile>();
  const linked = linkFiles(root, load, (source) => {
    const parsed = parse(source);
    files.set(source.file, { ...source, parsed });
    return parsed;
  });
  const { checked, prove } = checkLinked(linked, loadSchema);
  let names: NameIndex | undefined;
  let compiled: CompiledSource | undefined;
  return {
    root,
    input,
    checked,
    compiled: () => (compiled ??= prove()),
    known: () => compiled ?? checked,
    files,
    relations: loadSchema ? relationsOf(files, loadSchema) : [],
    names: () => (names ??= indexNames([...files.values()], checked.enumWords)),
  };
}

function relationsOf(files: ReadonlyMap<string, AnalyzedFile>, loadSchema: SchemaLoader): readonly SchemaRelation[] {
  const paths = [...files.values()].flatMap((file) =>
    declarationsIn(file).flatMap((node) =>
      node.kind === 'schema' ? (resolvePath(file.file, node.path.text) ?? []) : [],
    ),
  );
  return [...new Set(paths)].flatMap((path) => loadSchema(path)?.relations ?? []);
}

export const declarationsIn = ({ parsed }: AnalyzedFile): readonly Declaration[] => parsed.value.declarations;
