// What must hold for a condition to hold, as far as a lookup can tell: a value that equals one of some constants, or a set
// that holds one of them. A guard is necessary, not sufficient: the condition is still evaluated.
import { contains, keyOf } from '../ir/children.ts';
import type { EventCode, IndexSource, IrExpression, PolicyIr } from '../ir/policy-ir.ts';

export interface Guard {
  readonly source: IndexSource;
  /** Equal exactly for equal sources. */
  readonly sourceKey: string;
  readonly keys: ReadonlySet<number>;
}

type Of<Kind extends IrExpression['kind']> = Extract<IrExpression, { kind: Kind }>;

export interface GuardContext {
  readonly ir: PolicyIr;
  readonly event: EventCode;
}

/** All guards of a condition; empty when no lookup can tell. */
export function guardsOf(node: IrExpression, context: GuardContext): readonly Guard[] {
  switch (node.kind) {
    case 'and':
      return [...guardsOf(node.left, context), ...guardsOf(node.right, context)];
    case 'or':
      return eitherOf(guardsOf(node.left, context), guardsOf(node.right, context));
    case 'shared': {
      const condition = context.event.shared[node.condition];
      return condition === undefined ? [] : guardsOf(condition, context);
    }
    case 'compare':
      return node.operator === '==' ? compareGuards(node) : [];
    case 'in_list':
      return textGuards(node.value, context.ir.textLists[node.list] ?? []);
    case 'in_slot':
      return node.value.kind === 'text' ? [elementsGuard(node.slot, [node.value.text])] : [];
    case 'quantified':
      return node.quantifier === 'any' ? elementGuards(node, context.ir) : [];
    default:
      return [];
  }
}

function compareGuards({ left, right }: Of<'compare'>): readonly Guard[] {
  const [constant, value] = left.kind === 'text' || left.kind === 'int' ? [left, right] : [right, left];
  if (constant.kind === 'text') return textGuards(value, [constant.text]);
  if (constant.kind !== 'int' || value.kind !== 'enum_slot') return [];
  return [guard({ kind: 'enum', slot: value.slot }, `enum ${value.slot}`, [constant.value])];
}

/** Constants have no guard: they would have been folded. */
function textGuards(value: IrExpression, keys: readonly number[]): readonly Guard[] {
  if (value.kind === 'text' || contains(value, 'element')) return [];
  return [guard({ kind: 'text', value }, `text ${keyOf(value)}`, keys)];
}

const elementsGuard = (slot: number, keys: readonly number[]): Guard =>
  guard({ kind: 'elements', slot }, `elements ${slot}`, keys);

/** `any == "x"` and `any in {"x", "y"}`. */
function elementGuards({ slot, test }: Of<'quantified'>, ir: PolicyIr): readonly Guard[] {
  if (test.kind === 'in_list' && test.value.kind === 'element') {
    return [elementsGuard(slot, ir.textLists[test.list] ?? [])];
  }
  if (test.kind !== 'compare' || test.operator !== '==') return [];
  const [constant, value] = test.left.kind === 'text' ? [test.left, test.right] : [test.right, test.left];
  return constant.kind === 'text' && value.kind === 'element' ? [elementsGuard(slot, [constant.text])] : [];
}

const guard = (source: IndexSource, sourceKey: string, keys: readonly number[]): Guard => ({
  source,
  sourceKey,
  keys: new Set(keys),
});

/**
 * One of two conditions holds: what guards both of them, with the keys of both. At most one guard for each source, since
 * every pair would double them with each `or` of a chain.
 */
function eitherOf(left: readonly Guard[], right: readonly Guard[]): readonly Guard[] {
  const others = fewestKeys(right);
  return [...fewestKeys(left).values()].flatMap((one) => {
    const other = others.get(one.sourceKey);
    return other === undefined ? [] : [{ ...one, keys: one.keys.union(other.keys) }];
  });
}

/** By source the guard with the fewest keys; of equal ones the first. */
function fewestKeys(guards: readonly Guard[]): ReadonlyMap<string, Guard> {
  const bySource = new Map<string, Guard>();
  for (const one of guards) {
    const best = bySource.get(one.sourceKey);
    if (best === undefined || one.keys.size < best.keys.size) bySource.set(one.sourceKey, one);
  }
  return bySource;
}
