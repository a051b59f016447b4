// Conditions on network addresses. Addresses and ranges of them are written as texts, and understood here.
import type { ExpressionNode } from '../ast/expression.ts';
import { certain } from '../source/certain.ts';
import { BOOL } from '../vocabulary/common.ts';
import { addressBytes } from '../vocabulary/network-address.ts';
import {
  checkRequired,
  type Checked,
  describe,
  type ExpressionContext,
  type Known,
  lost,
  plain,
} from './expression-context.ts';
import type { Network } from './program.ts';

const IPV4_BITS = 32;
const ADDRESS_BITS = 128;

/** `session.client_address in "10.0.0.0/8"`. */
export function checkInText(
  node: Extract<ExpressionNode, { kind: 'in_text' }>,
  known: Known,
  context: ExpressionContext,
): Checked {
  const value = checkRequired(node.value, known, context);
  if (value.type?.kind === 'ip') return checkInNetworks(node, { value, constants: [node.text] }, context);
  if (value.type) {
    const help = 'write constants in braces, as in `in {"a", "b"}`';
    context.reporter.report('HPOL2004', node.text.span, { expected: 'a set', found: 'a text' }, { help });
  }
  return plain(lost(node).expression, BOOL);
}

/** An address in any of some ranges. */
export function checkInNetworks(
  node: ExpressionNode,
  parts: { readonly value: Checked; readonly constants: readonly ExpressionNode[] },
  context: ExpressionContext,
): Checked {
  const networks = parts.constants.flatMap((constant) => networkOf(constant, context) ?? []);
  return plain({ kind: 'in_networks', value: parts.value.expression, networks, span: node.span }, BOOL);
}

/** `session.client_address == "10.1.2.3"`, either way round. */
export function checkSameAddress(
  node: Extract<ExpressionNode, { kind: 'compare' }>,
  [left, right]: readonly [Checked, Checked],
  context: ExpressionContext,
): Checked {
  const { operator, span } = node;
  const [value, constant] = left.type?.kind === 'ip' ? [left, node.right] : [right, node.left];
  const other = value === left ? right : left;
  if ((operator !== '==' && operator !== '!=') || other.type?.kind !== 'string') {
    const [first, second] = [describe(certain(left.type)), describe(certain(right.type))];
    const help = 'ask for a range with `in`, as in `session.client_address in "10.0.0.0/8"`';
    context.reporter.report('HPOL2005', span, { operator, left: first, right: second }, { help });
    return plain(lost(node).expression, BOOL);
  }
  const network = networkOf(constant, context);
  if (network && network.prefixBits < ADDRESS_BITS) {
    const problem = `\`${operator}\` compares with one address`;
    const help = `ask for a range with \`in\`, as in \`session.client_address in "${network.text}"\``;
    context.reporter.report('HPOL2019', constant.span, { text: network.text, problem }, { help });
  }
  const { expression } = checkInNetworks(node, { value, constants: [constant] }, context);
  return plain(operator === '==' ? expression : { kind: 'not', value: expression, span }, BOOL);
}

/** The range that a constant stands for; undefined after a report. */
function networkOf(node: ExpressionNode, context: ExpressionContext): Network | undefined {
  const report = (text: string, problem: string): undefined => {
    context.reporter.report('HPOL2019', node.span, { text, problem });
    return undefined;
  };
  if (node.kind !== 'string') {
    context.reporter.report('HPOL2004', node.span, { expected: 'an address in quotes', found: 'something else' });
    return undefined;
  }
  const text = node.value;
  const [, written = '', prefix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const bytes = addressBytes(written);
  if (!bytes) return report(text, 'it is no address');
  const bits = written.includes(':') ? ADDRESS_BITS : IPV4_BITS;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return report(text, `its prefix is longer than ${bits} bits`);
  const prefixBits = length + ADDRESS_BITS - bits;
  const isClean = bytes.every((byte, index) => (byte & hostBits(prefixBits - 8 * index)) === 0);
  if (!isClean) return report(text, `it has bits behind its first ${length}`);
  const address = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { text, address, prefixBits };
}

/** The bits of a byte behind its first `count`. */
const hostBits = (count: number): number => 0xff >> Math.min(8, Math.max(0, count));
