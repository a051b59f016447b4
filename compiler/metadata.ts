// What a bundle says about its module: names for the numbers of the streaming surface, and the way back to the source.
import { createHash } from 'node:crypto';
import type { ClassMember, ColumnPattern, Program, Rule } from '../lang/program/program.ts';
import { positionOf } from '../lang/source/source-file.ts';
import type { Transform } from '../lang/vocabulary/transforms.ts';
import { ABI_VERSION } from './abi/abi-version.ts';
import { vocabularyText } from './abi/layout.ts';
import type { MaskTerms, MemberMetadata, PolicyMetadata, RuleMetadata } from './abi/metadata.ts';
import { clockUse } from './clock-use.ts';
import { approvalTerms } from './emit/text-table.ts';
import type { ProgramAtoms } from './lower/atoms.ts';

const COMPILER = 'hpol 0.1.0';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function policyMetadata(
  program: Program,
  module: { readonly transforms: readonly Transform[]; readonly moduleSha256: string; readonly atoms: ProgramAtoms },
): PolicyMetadata {
  const { atoms, trees } = module.atoms;
  return {
    format: 1,
    abi: ABI_VERSION,
    name: program.name,
    default: program.default,
    vocabulary: sha256(vocabularyText()),
    compiler: COMPILER,
    moduleSha256: module.moduleSha256,
    rules: program.rules.map((rule) => ruleMetadata(rule, program)),
    conditions: { atoms: atoms.length, trees },
    members: program.members.map(memberMetadata),
    transforms: module.transforms,
    clock: clockUse(program),
    sources: program.sources.map(({ file, text }) => ({ file, sha256: sha256(text) })),
  };
}

function ruleMetadata(rule: Rule, program: Program): RuleMetadata {
  const text = program.sources.find(({ file }) => file === rule.span.file)?.text ?? '';
  const start = positionOf(text, rule.span.start);
  return {
    name: rule.name,
    kind: rule.kind,
    because: rule.because,
    doc: rule.doc,
    events: rule.events,
    file: rule.span.file,
    line: start.line,
    column: start.column,
    end: positionOf(text, rule.span.end),
    approval: approvalTerms(rule),
    mask: maskTerms(rule, program.members),
  };
}

function maskTerms(rule: Rule, members: readonly ClassMember[]): MaskTerms | null {
  if (rule.kind !== 'mask') return null;
  const covered = new Set(rule.entries.map(({ member }) => member));
  return {
    members: members.flatMap(({ name }, number) => (covered.has(number) ? [name] : [])),
    predicates: rule.predicates,
    trusts: rule.trusts,
    reveals: rule.reveals,
  };
}

const memberMetadata = (member: ClassMember): MemberMetadata => ({
  name: member.name,
  class: member.className,
  columns: member.columns.map(printColumns),
  hasDetector: member.detectors.length > 0,
});

/** `clinical.*.{first_name, last_name}`: as a policy writes it. */
const printColumns = (pattern: ColumnPattern): string =>
  [pattern.schema, pattern.relation, pattern.column].map(printSegment).join('.');

function printSegment(globs: readonly string[]): string {
  const printed = globs.map((glob) => (/^[a-z_*][a-z0-9_$*]*$/.test(glob) ? glob : `"${glob.replaceAll('"', '""')}"`));
  return printed.length === 1 ? printed.join('') : `{${printed.join(', ')}}`;
}
