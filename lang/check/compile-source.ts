// Source text → checked program. The one way into the room for everything that builds, tests or serves a policy.
import type { PolicyFile } from '../ast/declaration.ts';
import { isError, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { lintMeaning } from '../lint/lint-meaning.ts';
import type { CheckedRule } from '../lint/study.ts';
import { ALL_RULES } from '../rules/all-rules.ts';
import type { Loader } from '../source/loader.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../source/span.ts';
import { EVENTS } from '../vocabulary/registry.ts';
import { contextOf } from './check-expression.ts';
import { checkRule } from './check-rule.ts';
import { checkTest } from './check-test.ts';
import { NOTHING_KNOWN } from './expression-context.ts';
import { linkFiles, type LinkedFiles } from './link.ts';
import type { PolicyTest, Program } from './program.ts';
import { readSchemas } from './read-schemas.ts';
import { createReporter, type EnumWord, type Reporter } from './reporter.ts';
import type { SchemaLoader, SchemaRelation } from './schema.ts';
import { declareNames, type Scope } from './scope.ts';
import { reportTransformConflicts } from './transform-conflicts.ts';
import { reportUnfitTransforms } from './unfit-transforms.ts';
import { reportUnmatchedColumns } from './unmatched-columns.ts';

export interface CompiledSource {
  /** Null when there is any error. */
  readonly program: Program | null;
  /** In the order of the files and of their text. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was read, root first, also when there is no program. */
  readonly sources: readonly SourceFile[];
  /** The words that were read as values of an enumeration. */
  readonly enumWords: readonly EnumWord[];
}

/** Decision records hold rule numbers in 16 bits; members and rules stay well below. */
const MAX_RULES = 20_000;
const MAX_MEMBERS = 10_000;

/** Compiles the policy whose root file is `root`, a path that `load` knows. */
export const compileSource = (root: string, load: Loader, loadSchema?: SchemaLoader): CompiledSource =>
  compileLinked(linkFiles(root, load), loadSchema);

/**
 * Compiles files that are linked already, for who has to read the schemas that they name first. Without `loadSchema` nothing is checked
 * against those; `given` are relations beside them.
 */
export const compileLinked = (
  linked: LinkedFiles,
  loadSchema?: SchemaLoader,
  given?: readonly SchemaRelation[],
): CompiledSource => checkLinked(linked, loadSchema, given).prove();

/** A policy that is checked in two steps, since the second may take longer than an editor can wait at each keystroke. */
export interface CheckedSource {
  /** All but what the rules mean together. */
  readonly checked: CompiledSource;
  /** All of it: what `compileSource` gives. */
  readonly prove: () => CompiledSource;
}

export function checkLinked(
  linked: LinkedFiles,
  loadSchema: SchemaLoader = () => undefined,
  given: readonly SchemaRelation[] = [],
): CheckedSource {
  const { files, sources, schemas, diagnostics } = linked;
  const reporter = createReporter();
  const scope = declareNames(linked, reporter);
  const relations = readSchemas(files, loadSchema, reporter, given);
  const { checked: rules, tests } = checkDeclarations({ files, scope, relations }, reporter);
  const lints = ALL_RULES.flatMap((lint) => lint(linked));
  const found = inOrder([...diagnostics, ...reporter.diagnostics, ...lints], sources);
  const { enumWords } = reporter;
  const header = files.at(-1)?.declarations.find((declaration) => declaration.kind === 'policy');
  const fallback = files.at(-1)?.declarations.find((declaration) => declaration.kind === 'default');
  if (found.some(isError) || !header || !fallback) {
    const failed = { program: null, diagnostics: found, sources, enumWords };
    return { checked: failed, prove: () => failed };
  }
  const program: Program = {
    name: header.name.text,
    doc: header.doc,
    default: fallback.effect,
    classes: [...scope.classes.keys()],
    members: scope.members,
    rules: rules.map(({ rule }) => rule),
    tests,
    schemas,
    sources,
  };
  const checked = { program, diagnostics: found, sources, enumWords };
  const prove = (): CompiledSource => {
    const meaning = lintMeaning({ rules, members: scope.members, default: fallback.effect });
    if (meaning.length === 0) return checked;
    const all = inOrder([...found, ...meaning], sources);
    return { ...checked, program: meaning.some(isError) ? null : program, diagnostics: all };
  };
  return { checked, prove };
}

interface Checked {
  readonly files: readonly PolicyFile[];
  readonly scope: Scope;
  /** What the schemas hold; null where that is not known. */
  readonly relations: readonly SchemaRelation[] | null;
}

function checkDeclarations(
  { files, scope, relations }: Checked,
  reporter: Reporter,
): { readonly checked: readonly CheckedRule[]; readonly tests: readonly PolicyTest[] } {
  const declarations = files.flatMap((file) => file.declarations);
  for (const { name, value } of scope.lets.values()) {
    const context = contextOf(scope, reporter, { events: EVENTS, place: 'anywhere' });
    context.check(value, NOTHING_KNOWN, { ...context, lets: [name.text] });
  }
  const checked = declarations.flatMap((node) => (node.kind === 'rule' ? [checkRule(node, scope, reporter)] : []));
  const tests = declarations.flatMap((node) => (node.kind === 'test' ? [checkTest(node, scope, reporter)] : []));
  reportTransformConflicts(checked, scope.members, reporter);
  if (relations && relations.length > 0) {
    const masks = checked.flatMap(({ entries }) => entries);
    reportUnmatchedColumns(files, relations, reporter);
    reportUnfitTransforms(masks, { members: scope.members, relations }, reporter);
  }
  reportExcess(checked.length, scope, reporter, declarations.at(-1)?.span);
  return { checked, tests };
}

function reportExcess(rules: number, scope: Scope, reporter: Reporter, span: Span | undefined): void {
  if (!span) return;
  if (rules > MAX_RULES) reporter.report('HPOL4004', span, { what: 'rules', limit: MAX_RULES });
  if (scope.members.length > MAX_MEMBERS)
    reporter.report('HPOL4004', span, { what: 'class members', limit: MAX_MEMBERS });
}

function inOrder(diagnostics: readonly Diagnostic[], sources: readonly SourceFile[]): readonly Diagnostic[] {
  const place = new Map(sources.map(({ file }, index) => [file, index]));
  // A root that cannot be read is no source.
  const placed = diagnostics.map((diagnostic) => ({ diagnostic, file: place.get(diagnostic.span.file) ?? -1 }));
  const sorted = placed.sort((a, b) => a.file - b.file || a.diagnostic.span.start - b.diagnostic.span.start);
  return sorted.map(({ diagnostic }) => diagnostic);
}
