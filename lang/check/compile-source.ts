// Source text → checked program. The one way into the room for everything that builds, tests or serves a policy.
import type { PolicyFile } from '../ast/declaration.ts';
import { isError, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { ALL_RULES } from '../rules/all-rules.ts';
import type { Loader } from '../source/loader.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../source/span.ts';
import { EVENTS } from '../vocabulary/registry.ts';
import { contextOf } from './check-expression.ts';
import { checkRule } from './check-rule.ts';
import { checkTest } from './check-test.ts';
import { NOTHING_KNOWN } from './expression-context.ts';
import { linkFiles } from './link.ts';
import type { Program } from './program.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { declareNames, type Scope } from './scope.ts';
import { reportTransformConflicts } from './transform-conflicts.ts';

export interface CompiledSource {
  /** Null when there is any error. */
  readonly program: Program | null;
  /** In the order of the files and of their text. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was read, root first, also when there is no program. */
  readonly sources: readonly SourceFile[];
}

/** Decision records hold rule numbers in 16 bits; members and rules stay well below. */
const MAX_RULES = 20_000;
const MAX_MEMBERS = 10_000;

/** Compiles the policy whose root file is `root`, a path that `load` knows. */
export function compileSource(root: string, load: Loader): CompiledSource {
  const linked = linkFiles(root, load);
  const { files, sources, schemas, diagnostics } = linked;
  const reporter = createReporter();
  const scope = declareNames(linked, reporter);
  const { rules, tests } = checkDeclarations(files, scope, reporter);
  const lints = ALL_RULES.flatMap((lint) => lint(linked));
  const all = inOrder([...diagnostics, ...reporter.diagnostics, ...lints], sources);
  const header = files.at(-1)?.declarations.find((declaration) => declaration.kind === 'policy');
  const fallback = files.at(-1)?.declarations.find((declaration) => declaration.kind === 'default');
  if (all.some(isError) || !header || !fallback) return { program: null, diagnostics: all, sources };
  const program: Program = {
    name: header.name.text,
    doc: header.doc,
    default: fallback.effect,
    classes: [...scope.classes.keys()],
    members: scope.members,
    rules,
    tests,
    schemas,
    sources,
  };
  return { program, diagnostics: all, sources };
}

function checkDeclarations(
  files: readonly PolicyFile[],
  scope: Scope,
  reporter: Reporter,
): Pick<Program, 'rules' | 'tests'> {
  const declarations = files.flatMap((file) => file.declarations);
  for (const { name, value } of scope.lets.values()) {
    const context = contextOf(scope, reporter, { events: EVENTS, place: 'anywhere' });
    context.check(value, NOTHING_KNOWN, { ...context, lets: [name.text] });
  }
  const checked = declarations.flatMap((node) => (node.kind === 'rule' ? [checkRule(node, scope, reporter)] : []));
  const tests = declarations.flatMap((node) => (node.kind === 'test' ? [checkTest(node, scope, reporter)] : []));
  const masks = checked.map(({ entries }) => entries);
  reportTransformConflicts(masks, scope.members, reporter);
  reportExcess(checked.length, scope, reporter, declarations.at(-1)?.span);
  return { rules: checked.map(({ rule }) => rule), tests };
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
