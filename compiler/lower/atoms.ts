// Takes the conditions of a program apart into atoms, for explanations: what each rule is made of, and each distinct atom once.
import type { Expression, Program, Span } from '../../lang/program/program.ts';
import { positionOf } from '../../lang/source/source-file.ts';
import type { ConditionTree } from '../abi/explain.ts';

export interface ProgramAtoms {
  /** Position is the number of the atom. */
  readonly atoms: readonly Expression[];
  /** By rule. */
  readonly trees: readonly ConditionTree[];
  /** Numbers of the atoms that each rule asks for. */
  readonly ofRule: readonly ReadonlySet<number>[];
}

export function collectAtoms(program: Program): ProgramAtoms {
  const texts = new Map(program.sources.map(({ file, text }) => [file, text]));
  const numbers = new Map<string, number>();
  const atoms: Expression[] = [];
  const ofRule: ReadonlySet<number>[] = [];
  const numberOf = (atom: Expression): number => {
    const key = keyOf(atom);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, atoms.length);
    return atoms.push(atom) - 1;
  };
  const trees = program.rules.map(({ condition }) => {
    const asked = new Set<number>();
    ofRule.push(asked);
    const useOf = (node: Expression): ConditionTree => {
      const atom = numberOf(node);
      asked.add(atom);
      return { kind: 'atom', atom, ...placeOf(node.span, texts) };
    };
    const treeOf = (node: Expression): ConditionTree => {
      switch (node.kind) {
        case 'bool':
          return { kind: node.value ? 'always' : 'never' };
        case 'not':
          // `is absent` is a `not` that the policy does not write, so it is one atom as it stands there.
          return isWritten(node) ? { kind: 'not', value: treeOf(node.value) } : useOf(node);
        case 'and':
        case 'or':
          return { kind: node.kind, left: treeOf(node.left), right: treeOf(node.right) };
        default:
          return useOf(node);
      }
    };
    return treeOf(condition);
  });
  return { atoms, trees, ofRule };
}

const isWritten = ({ value, span }: Extract<Expression, { kind: 'not' }>): boolean =>
  value.kind !== 'present' || value.span.start !== span.start || value.span.end !== span.end;

const keyOf = (atom: Expression): string =>
  JSON.stringify(atom, (name, value: unknown) => (name === 'span' || name === 'doc' ? undefined : value));

/** Where a span begins, and what it holds, on one line. */
function placeOf(span: Span, texts: ReadonlyMap<string, string>) {
  const source = texts.get(span.file) ?? '';
  const { line, column } = positionOf(source, span.start);
  return { text: source.slice(span.start, span.end).replaceAll(/\s+/g, ' '), file: span.file, line, column };
}
