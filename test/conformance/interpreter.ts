// The reference: what a program means, evaluated the slow and obvious way. It shares types with the compiler and no
// code, so that the two can disagree.
import { BlockList, isIP } from 'node:net';
import type { Expression, Network, Program, Window } from '../../lang/check/program.ts';
import { TRANSFORM_STRENGTH, printTransform } from '../../lang/vocabulary/transforms.ts';
import type { Decision, MemberMask } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { eventTrouble } from './event-trouble.ts';

/** The event is valid, and still lacks what a rule asks for: no decision but a block can be right. */
export class NoAnswer extends Error {}

export function interpret(program: Program, event: PolicyEvent): Decision {
  const trouble = eventTrouble(event);
  if (trouble !== null) {
    const reason = `the event is not valid: ${trouble}`;
    return { effect: 'block', decided_by: null, reason, doc: '', rules: [], approvals: [], masks: [] };
  }
  const firing = program.rules.filter(
    (rule) => rule.events.includes(event.event) && isTrue(rule.condition, program, event),
  );
  const winner =
    firing.find((rule) => rule.kind === 'block') ??
    firing.find((rule) => rule.kind === 'approve') ??
    firing.find((rule) => rule.kind === 'allow');
  const effect = winner === undefined ? program.default : winner.kind;
  const byDefault =
    program.default === 'allow'
      ? 'the policy allows by default'
      : 'the policy blocks by default and no rule allows this';
  return {
    effect: effect as Decision['effect'],
    decided_by: winner?.name ?? null,
    reason: winner?.because ?? byDefault,
    doc: winner?.doc ?? '',
    rules: firing.map((rule) => rule.name),
    approvals:
      effect !== 'approve'
        ? []
        : firing.flatMap((rule) =>
            rule.kind === 'approve'
              ? [
                  {
                    rule: rule.name,
                    group: rule.approvers.group,
                    count: rule.approvers.count,
                    within_ms: rule.withinMs,
                    grant_ms: rule.grantMs,
                    needs_reason: rule.needsReason,
                  },
                ]
              : [],
          ),
    masks: program.members.flatMap((_, member) => strongestMask(program, firing, member)),
  };
}

function strongestMask(program: Program, firing: Program['rules'], member: number): readonly MemberMask[] {
  let best: { strength: number; mask: MemberMask } | null = null;
  for (const rule of firing) {
    if (rule.kind !== 'mask') continue;
    for (const entry of rule.entries) {
      if (entry.member !== member) continue;
      const strength = TRANSFORM_STRENGTH[entry.transform.kind];
      if (best !== null && best.strength >= strength) continue;
      const transform = printTransform(entry.transform);
      best = { strength, mask: { member: program.members[member]!.name, transform, rule: rule.name } };
    }
  }
  return best === null ? [] : [best.mask];
}

type Value = string | number | boolean;

const isTrue = (
  expression: Expression,
  program: Program,
  event: PolicyEvent,
  element: string | null = null,
): boolean => {
  const value = evaluate(expression, program, event, element);
  if (typeof value !== 'boolean') throw new Error(`a condition gave ${typeof value}`);
  return value;
};

/** The value, or `undefined` where an optional one is absent. */
function evaluate(
  expression: Expression,
  program: Program,
  event: PolicyEvent,
  element: string | null = null,
): Value | undefined {
  const valueOf = (inner: Expression): Value => {
    const value = evaluate(inner, program, event, element);
    if (value === undefined) throw new Error('an absent value was used');
    return value;
  };
  const textOf = (inner: Expression): string => String(valueOf(inner));
  switch (expression.kind) {
    case 'bool':
    case 'int':
    case 'string':
      return expression.value;
    case 'attribute':
      return read(event, expression.path) as Value | undefined;
    case 'lookup': {
      const map = read(event, expression.map) as Record<string, string | number>;
      return Object.hasOwn(map, expression.key) ? map[expression.key] : undefined;
    }
    case 'element':
      if (element === null) throw new Error('an element outside any and all');
      return element;
    case 'minus':
      return Number(valueOf(expression.left)) - Number(valueOf(expression.right));
    case 'in_networks':
      return isIn(textOf(expression.value), expression.networks);
    case 'window':
      return isInWindow(event, expression.window);
    case 'quantified': {
      const elements = read(event, expression.set) as readonly string[];
      const passes = (text: string): boolean => evaluate(expression.test, program, event, text) === true;
      return expression.quantifier === 'any' ? elements.some(passes) : elements.every(passes);
    }
    case 'present':
      return evaluate(expression.value, program, event, element) !== undefined;
    case 'default':
      return (
        evaluate(expression.value, program, event, element) ?? evaluate(expression.fallback, program, event, element)
      );
    case 'not':
      return !isTrue(expression.value, program, event, element);
    case 'and':
      return isTrue(expression.left, program, event, element) && isTrue(expression.right, program, event, element);
    case 'or':
      return isTrue(expression.left, program, event, element) || isTrue(expression.right, program, event, element);
    case 'compare':
      return compare(expression.operator, valueOf(expression.left), valueOf(expression.right));
    case 'in_constants':
      return expression.constants.includes(valueOf(expression.value) as string | number);
    case 'in_attribute':
      return (read(event, expression.set) as readonly string[]).includes(textOf(expression.value));
    case 'text': {
      const text = textOf(expression.value);
      const operand = textOf(expression.operand);
      if (expression.operator === 'starts_with') return text.startsWith(operand);
      return expression.operator === 'ends_with' ? text.endsWith(operand) : text.includes(operand);
    }
    case 'matches':
      return findsIn(textOf(expression.value), expression.pattern);
    case 'touches': {
      const columns = read(event, expression.columns) as readonly string[];
      return columns.some((column) => membersOf(program, column).some((member) => expression.members.includes(member)));
    }
    default:
      throw new Error('an expression that the reference does not know');
  }
}

/** As Node's own list of networks sees it. */
function isIn(address: string, networks: readonly Network[]): boolean {
  const list = new BlockList();
  for (const { text } of networks) {
    const [base = '', bits] = text.split('/');
    const family = isIP(base) === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(base, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/** Local time is what UTC would show if it were that many minutes later. */
function isInWindow(event: PolicyEvent, { unit, from, to, zone }: Window): boolean {
  const offsets = read(event, 'zone_offsets') as Record<string, number>;
  const offset = Object.hasOwn(offsets, zone) ? offsets[zone]! : Number.NaN;
  if (!(Math.abs(offset) <= 1_440)) throw new NoAnswer('a time zone without a usable offset');
  const local = new Date((read(event, 'now') as number) + offset * 60_000);
  const value = unit === 'clock' ? local.getUTCHours() * 60 + local.getUTCMinutes() : (local.getUTCDay() + 6) % 7;
  if (unit === 'weekday') return from <= to ? value >= from && value <= to : value >= from || value <= to;
  return from <= to ? value >= from && value < to : value >= from || value < to;
}

function read(event: PolicyEvent, path: string): unknown {
  const [group = '', field] = path.split('.');
  const fields = event[group] as Record<string, unknown> | undefined;
  return field === undefined ? fields : fields?.[field];
}

function compare(operator: string, left: Value, right: Value): boolean {
  const order =
    typeof left === 'string'
      ? Buffer.compare(Buffer.from(left), Buffer.from(String(right)))
      : Number(left) - Number(right);
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Numbers of the members that a column belongs to; every member when the column cannot be read. */
export function membersOf(program: Program, column: string): readonly number[] {
  const all = program.members.map((_, member) => member);
  const part = '("(?:[^"]|"")+"|[^".]+)';
  const parts = new RegExp(`^${part}\\.${part}\\.${part}$`, 's').exec(column);
  if (parts === null || !column.isWellFormed()) return all;
  const [schema, relation, name] = parts.slice(1).map((text) => {
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  }) as [string, string, string];
  const isIn = (globs: readonly string[], text: string): boolean => globs.some((glob) => globMatches(glob, text));
  return all.filter((member) =>
    program.members[member]!.columns.some(
      (pattern) => isIn(pattern.schema, schema) && isIn(pattern.relation, relation) && isIn(pattern.column, name),
    ),
  );
}

const globMatches = (glob: string, text: string): boolean =>
  new RegExp(
    `^${glob
      .split('*')
      .map((literal) => RegExp.escape(literal))
      .join('.*')}$`,
    's',
  ).test(text);

/** V8 alone would also look inside surrogate pairs, where no character begins. */
function findsIn(text: string, { source, flags }: { readonly source: string; readonly flags: string }): boolean {
  const pattern = new RegExp(source, `${flags}uy`);
  const starts = [0];
  for (const character of text) starts.push((starts.at(-1) ?? 0) + character.length);
  return starts.some((at) => {
    pattern.lastIndex = at;
    return pattern.test(text);
  });
}
