// Pulls out conditions that several rules of an event ask for, as a `let` used by many is: each is then evaluated at most
// once for an event, at the first place that asks, so that what is not asked for is not evaluated either.
import { childrenOf, keyOf, mapChildren } from '../ir/children.ts';
import type { EventCode, IrExpression, PolicyIr } from '../ir/policy-ir.ts';

export const shareConditions = (ir: PolicyIr): PolicyIr => ({ ...ir, events: ir.events.map(shareInEvent) });

/** Remembering an answer costs about as much as two comparisons of numbers. */
const WORTH_SHARING = 3;

function shareInEvent(event: EventCode): EventCode {
  const uses = countUses(event.rules.map(({ condition }) => condition));
  const numbers = new Map<string, number>();
  const shared: IrExpression[] = [];
  const share = (node: IrExpression): IrExpression => {
    const key = isShareable(node) ? keyOf(node) : '';
    if ((uses.get(key) ?? 0) < 2) return mapChildren(node, share);
    const known = numbers.get(key);
    if (known !== undefined) return { kind: 'shared', condition: known, span: node.span };
    const body = mapChildren(node, share);
    numbers.set(key, shared.push(body) - 1);
    return { kind: 'shared', condition: shared.length - 1, span: node.span };
  };
  return {
    ...event,
    rules: event.rules.map(({ rule, condition }) => ({ rule, condition: share(condition) })),
    shared,
    // After the rules: an atom alone is no reason to share.
    atoms: event.atoms.map((atom) => ({ ...atom, condition: share(atom.condition) })),
  };
}

/** How often each shareable condition stands in the rules; what stands inside a repeated one is counted once. */
function countUses(conditions: readonly IrExpression[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const count = (node: IrExpression): void => {
    if (isShareable(node)) {
      const key = keyOf(node);
      const before = uses.get(key) ?? 0;
      uses.set(key, before + 1);
      if (before > 0) return;
    }
    for (const child of childrenOf(node)) count(child);
  };
  for (const condition of conditions) count(condition);
  return uses;
}

const isShareable = (node: IrExpression): boolean =>
  isCondition(node) && weightOf(node) >= WORTH_SHARING && !asksElement(node);

/** Whether the answer depends on the element that an enclosing `any` or `all` looks at. */
const asksElement = (node: IrExpression): boolean =>
  node.kind === 'element' || (node.kind !== 'quantified' && childrenOf(node).some(asksElement));

const isCondition = ({ kind }: IrExpression): boolean =>
  kind !== 'slot' && kind !== 'lookup' && kind !== 'minus' && kind !== 'choose' && kind !== 'enum_text';

/** About how many comparisons of numbers a node costs, its children included. */
function weightOf(node: IrExpression): number {
  const own = ownWeight(node);
  return childrenOf(node).reduce((sum, child) => sum + weightOf(child), own);
}

function ownWeight(node: IrExpression): number {
  switch (node.kind) {
    case 'compare':
      return node.type === 'text' ? 3 : 1;
    case 'in_slot':
    case 'in_list':
    case 'in_networks':
    case 'text_test':
    case 'matches':
    case 'window':
    case 'quantified':
    case 'touches':
    case 'found':
    case 'lookup':
      return 3;
    default:
      return 0;
  }
}
