// The tables that decide.ts and columns.ts of the kernel read: effects, masks by strength, column patterns.
import type { Program, RuleKind } from '../../lang/program/program.ts';
import { TRANSFORM_STRENGTH, printTransform, type Transform } from '../../lang/vocabulary/transforms.ts';
import type { WorkArea } from './emit-events.ts';
import { recordBytes, recordList } from '../abi/record.ts';
import { DECISION, EFFECTS, MEMBER_MASK } from '../abi/records.ts';
import { bitWords, wordsFor, type StaticData } from './static-data.ts';
import { MEMBERS_TABLE, PATTERN_ENTRY } from '../abi/table-layouts.ts';

export interface RuleTable {
  readonly address: number;
  /** Addresses of the caches of `touches`, by number. */
  readonly caches: readonly number[];
  readonly work: WorkArea;
}

export function addRuleTable(
  program: Program,
  data: StaticData,
  options: { readonly transforms: readonly Transform[]; readonly caches: number; readonly shared: number },
): RuleTable {
  const ruleWords = wordsFor(program.rules.length);
  const cacheBytes = 4 + 4 * wordsFor(program.members.length);
  // The firing bits, the candidates' bits, the caches and the answers of shared conditions.
  const workBytes = 8 * ruleWords + options.caches * cacheBytes + options.shared;
  const decision = data.reserve(DECISION.bytes);
  const work = data.reserve(workBytes);
  const masks = data.reserve(MEMBER_MASK.bytes * program.members.length);
  const bitsOf = (kind: RuleKind): number =>
    data.addWords(
      bitWords(
        program.rules.length,
        program.rules.flatMap((rule, number) => (rule.kind === kind ? [number] : [])),
      ),
    );
  const lists = program.members.map((_, member) => maskCandidates(program, member, options.transforms));
  const maskLists = data.addWords(lists.flatMap((list) => [data.addWords(list), list.length]));
  const address = data.addWords([
    decision,
    work,
    workBytes,
    work,
    ruleWords,
    masks,
    program.members.length,
    EFFECTS.indexOf(program.default),
    bitsOf('block'),
    bitsOf('approve'),
    bitsOf('allow'),
    maskLists,
  ]);
  const candidates = work + 4 * ruleWords;
  const firstCache = candidates + 4 * ruleWords;
  return {
    address,
    caches: Array.from({ length: options.caches }, (_, number) => firstCache + number * cacheBytes),
    work: { candidates, remembered: firstCache + options.caches * cacheBytes },
  };
}

/** Every mask of one member as the decision record writes it, strongest first, then in rule order. */
function maskCandidates(program: Program, member: number, transforms: readonly Transform[]): readonly number[] {
  const printed = transforms.map(printTransform);
  const masks = program.rules.flatMap((rule, number) =>
    rule.kind === 'mask'
      ? rule.entries
          .filter((entry) => entry.member === member)
          .map(({ transform }) => ({ number, transform, strength: TRANSFORM_STRENGTH[transform.kind] }))
      : [],
  );
  return masks
    .toSorted((left, right) => right.strength - left.strength || left.number - right.number)
    .map(({ number, transform }) => number + 1 + (printed.indexOf(printTransform(transform)) + 1) * 0x10000);
}

export function addMemberTable(program: Program, data: StaticData): number {
  const globs = (list: readonly string[]): number => addGlobs(list, data);
  const patterns = program.members.flatMap((member, number) =>
    member.columns.map(({ schema, relation, column }) => ({
      member: number,
      schema: globs(schema),
      relation: globs(relation),
      column: globs(column),
    })),
  );
  const head = recordBytes(MEMBERS_TABLE, {
    count: program.members.length,
    pattern_count: patterns.length,
    bits: data.reserve(4 * wordsFor(program.members.length)),
    zero: 0,
  });
  return data.add(Buffer.concat([head, recordList(PATTERN_ENTRY, patterns)]));
}

const addGlobs = (globs: readonly string[], data: StaticData): number =>
  data.addWords([
    globs.length,
    0,
    ...globs.flatMap((glob) => {
      const { address, length } = data.addText(glob);
      return [address, length];
    }),
  ]);
