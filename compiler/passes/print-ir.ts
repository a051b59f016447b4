// The IR as text, for people who want to see what became of their policy: `policyc build --print ir` and `--print plan`.
import type { Program, Span } from '../../lang/program/program.ts';
import { positionOf } from '../../lang/source/source-file.ts';
import { assertNever } from '../ir/assert-never.ts';
import type { EventCode, IndexSource, IrExpression, PolicyIr } from '../ir/policy-ir.ts';

interface Printing {
  readonly ir: PolicyIr;
  readonly event: EventCode;
}

/** Every event's rules with their conditions and places, and what they share. */
export const printIr = (program: Program, ir: PolicyIr): string =>
  printEvents(ir, (event) => [
    ...event.shared.map((condition, index) => `  shared ${index} = ${printExpression(condition, { ir, event })}`),
    ...event.rules.flatMap(({ rule, condition }) => [
      `  ${nameOf(program, rule)} at ${placeOf(program, program.rules[rule]?.span)}`,
      `    ${printExpression(condition, { ir, event })}`,
    ]),
  ]);

/** How the firing rules of each event are found: what is looked up, where that leads, and what is always evaluated. */
export const printPlan = (program: Program, ir: PolicyIr): string =>
  printEvents(ir, (event) => [
    ...event.index.lookups.flatMap(({ source, entries }) => [
      `  look up ${printSource(source, { ir, event })}`,
      ...entries.map(
        ({ key, rules }) =>
          `    ${printKey(key, source, { ir, event })}: ${rules.map((rule) => nameOf(program, rule)).join(', ')}`,
      ),
    ]),
    ...(event.index.always.length === 0
      ? []
      : ['  always evaluate', ...event.index.always.map((rule) => `    ${nameOf(program, rule)}`)]),
    ...(event.shared.length === 0 ? [] : [`  shared conditions, evaluated at most once each: ${event.shared.length}`]),
  ]);

function printEvents(ir: PolicyIr, linesOf: (event: EventCode) => readonly string[]): string {
  const events = ir.events.filter(({ rules }) => rules.length > 0);
  if (events.length === 0) return 'no rule can fire\n';
  return events.map((event) => `event ${event.event.name}\n${linesOf(event).join('\n')}\n`).join('\n');
}

const nameOf = (program: Program, rule: number): string => {
  const found = program.rules[rule];
  return found ? `${found.kind} ${found.name}` : `rule ${rule}`;
};

function placeOf(program: Program, span: Span | undefined): string {
  const text = program.sources.find(({ file }) => file === span?.file)?.text ?? '';
  const { line, column } = positionOf(text, span?.start ?? 0);
  return `${span?.file ?? ''}:${line}:${column}`;
}

const pathOf = (slot: number, { event }: Printing): string => event.event.attributes[slot]?.path ?? `slot ${slot}`;

const textOf = (text: number, { ir }: Printing): string => JSON.stringify(ir.texts[text] ?? '');

function printSource(source: IndexSource, printing: Printing): string {
  switch (source.kind) {
    case 'enum':
      return pathOf(source.slot, printing);
    case 'text':
      return printExpression(source.value, printing);
    case 'elements':
      return `each of ${pathOf(source.slot, printing)}`;
    default:
      return assertNever(source);
  }
}

/** What stands right of a comparison; the number of an enum value is printed as the word that it stands for. */
function printOperand(node: Extract<IrExpression, { kind: 'compare' }>, printing: Printing): string {
  const { left, right } = node;
  if (left.kind !== 'enum_slot' || right.kind !== 'int') return printExpression(right, printing);
  return printKey(right.value, { kind: 'enum', slot: left.slot }, printing);
}

function printKey(key: number, source: IndexSource, printing: Printing): string {
  if (source.kind !== 'enum') return textOf(key, printing);
  const type = printing.event.event.attributes[source.slot]?.type;
  return type?.kind === 'enum' ? (type.values[key] ?? String(key)) : String(key);
}

/** One expression, operator first, in parentheses where it has operands. */
export function printExpression(node: IrExpression, printing: Printing): string {
  const print = (child: IrExpression): string => printExpression(child, printing);
  const path = (slot: number): string => pathOf(slot, printing);
  const text = (number: number): string => textOf(number, printing);
  switch (node.kind) {
    case 'bool':
    case 'int':
      return String(node.value);
    case 'text':
      return text(node.text);
    case 'slot':
    case 'enum_text':
    case 'enum_slot':
      return path(node.slot);
    case 'present':
      return `(present ${path(node.slot)})`;
    case 'lookup':
      return `${path(node.slot)}[${text(node.key)}]`;
    case 'found':
      return `(present ${path(node.slot)}[${text(node.key)}])`;
    case 'element':
      return 'element';
    case 'not':
      return `(not ${print(node.value)})`;
    case 'minus':
    case 'and':
    case 'or':
      return `(${node.kind} ${print(node.left)} ${print(node.right)})`;
    case 'choose':
      return `(if ${print(node.test)} ${print(node.chosen)} ${print(node.other)})`;
    case 'compare':
      return `(${node.operator} ${print(node.left)} ${printOperand(node, printing)})`;
    case 'shared':
      return `(shared ${node.condition})`;
    case 'quantified':
      return `(${node.quantifier} ${path(node.slot)} ${print(node.test)})`;
    default:
      return printTest(node, printing);
  }
}

type Test = Extract<
  IrExpression,
  { kind: 'in_slot' | 'in_list' | 'in_networks' | 'text_test' | 'matches' | 'touches' | 'window' | 'zone_known' }
>;

function printTest(node: Test, printing: Printing): string {
  const { ir } = printing;
  const print = (child: IrExpression): string => printExpression(child, printing);
  switch (node.kind) {
    case 'in_slot':
      return `(in ${print(node.value)} ${pathOf(node.slot, printing)})`;
    case 'in_list':
      return `(in ${print(node.value)} {${(ir.textLists[node.list] ?? []).map((item) => textOf(item, printing)).join(' ')}})`;
    case 'in_networks':
      return `(in ${print(node.value)} {${(ir.networkLists[node.list] ?? []).map((network) => network.text).join(' ')}})`;
    case 'text_test':
      return `(${node.operator} ${print(node.value)} ${print(node.operand)})`;
    case 'matches': {
      const pattern = ir.patterns[node.automaton];
      return `(matches ${print(node.value)} /${pattern?.source ?? ''}/${pattern?.flags ?? ''})`;
    }
    case 'touches':
      return `(touches ${pathOf(node.slot, printing)} members ${node.members.join(' ')})`;
    case 'window':
      return `(${node.unit} ${node.from} to ${node.to} ${textOf(node.zone, printing)})`;
    case 'zone_known':
      return `(known ${textOf(node.zone, printing)})`;
    default:
      return assertNever(node);
  }
}
