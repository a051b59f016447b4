// Builds checked programs by hand, for tests of what comes behind the checker. Names are short because cases are many.
import type {
  ApproveRule,
  ClassMember,
  ColumnPattern,
  CompareOperator,
  Expression,
  MaskRule,
  Network,
  Pattern,
  PlainRule,
  Program,
  Rule,
  Span,
  TextOperator,
  Window,
} from '../../lang/program/program.ts';
import { addressBytes } from '../../lang/vocabulary/network-address.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';

export const SPAN: Span = { file: 'case.hpol', start: 0, end: 0 };

export const yes: Expression = { kind: 'bool', value: true, span: SPAN };
export const no: Expression = { kind: 'bool', value: false, span: SPAN };
export const int = (value: number): Expression => ({ kind: 'int', value, span: SPAN });
export const text = (value: string): Expression => ({ kind: 'string', value, span: SPAN });
export const lookup = (map: string, key: string): Expression => ({ kind: 'lookup', map, key, span: SPAN });
export const present = (value: Expression): Expression => ({ kind: 'present', value, span: SPAN });
export const not = (value: Expression): Expression => ({ kind: 'not', value, span: SPAN });
export const and = (left: Expression, right: Expression): Expression => ({ kind: 'and', left, right, span: SPAN });
export const or = (left: Expression, right: Expression): Expression => ({ kind: 'or', left, right, span: SPAN });
export const orElse = (value: Expression, fallback: Expression): Expression => ({
  kind: 'default',
  value,
  fallback,
  span: SPAN,
});
export const compare = (left: Expression, operator: CompareOperator, right: Expression): Expression => ({
  kind: 'compare',
  operator,
  left,
  right,
  span: SPAN,
});
export const inSet = (value: Expression, set: string): Expression => ({ kind: 'in_attribute', value, set, span: SPAN });
export const oneOf = (value: Expression, constants: readonly (string | number)[]): Expression => ({
  kind: 'in_constants',
  value,
  constants,
  span: SPAN,
});
export const textTest = (value: Expression, operator: TextOperator, operand: Expression): Expression => ({
  kind: 'text',
  operator,
  value,
  operand,
  span: SPAN,
});
export const element: Expression = { kind: 'element', span: SPAN };
export const minus = (left: Expression, right: Expression): Expression => ({ kind: 'minus', left, right, span: SPAN });
export const window = (of: Window): Expression => ({ kind: 'window', window: of, span: SPAN });
export const quantified = (quantifier: 'any' | 'all', set: string, test: Expression): Expression => ({
  kind: 'quantified',
  quantifier,
  set,
  test,
  span: SPAN,
});
export const inNetworks = (value: Expression, texts: readonly string[]): Expression => ({
  kind: 'in_networks',
  value,
  networks: texts.map(network),
  span: SPAN,
});

/** A range whose text is right. */
function network(written: string): Network {
  const [base = '', length] = written.split('/');
  const bytes = addressBytes(base);
  if (bytes === null) throw new Error(`${written} is no network`);
  const isIpv4 = !base.includes(':');
  const prefixBits = Number(length ?? (isIpv4 ? 32 : 128)) + (isIpv4 ? 96 : 0);
  return { text: written, address: Buffer.from(bytes).toString('hex'), prefixBits };
}

export const pattern = (source: string, flags = ''): Pattern => ({ source, flags, span: SPAN });
export const matches = (value: Expression, source: string, flags = ''): Expression => ({
  kind: 'matches',
  value,
  pattern: pattern(source, flags),
  span: SPAN,
});
export const touches = (columns: string, members: readonly number[]): Expression => ({
  kind: 'touches',
  columns,
  members,
  span: SPAN,
});

/** An attribute of any event, by its path. */
export function attribute(path: string): Expression {
  for (const event of EVENTS) {
    const found = event.attributes.find((candidate) => candidate.path === path);
    if (found !== undefined) return { kind: 'attribute', path, type: found.type, span: SPAN };
  }
  throw new Error(`no event has ${path}`);
}

export const columns = (schema: string[], relation: string[], column: string[]): ColumnPattern => ({
  schema,
  relation,
  column,
  span: SPAN,
});

export const member = (name: string, patterns: readonly ColumnPattern[]): ClassMember => ({
  name,
  className: name.split('.')[0] ?? name,
  columns: patterns,
  detectors: [],
  span: SPAN,
});

const ALL_EVENTS: readonly string[] = EVENTS.map((event) => event.name);
const STATEMENT: readonly string[] = ['postgres.statement'];

export const plain = (
  kind: PlainRule['kind'],
  name: string,
  condition: Expression,
  events: readonly string[] = STATEMENT,
): PlainRule => ({
  kind,
  name,
  doc: `doc of "${name}"\nline 2`,
  because: `because of ${name}`,
  events,
  condition,
  span: SPAN,
});

export const mask = (
  name: string,
  condition: Expression,
  entries: readonly (readonly [member: number, transform: Transform])[],
): MaskRule => ({
  kind: 'mask',
  name,
  doc: `doc of "${name}"\nsecond line`,
  because: `because of ${name}`,
  events: ALL_EVENTS,
  condition,
  entries: entries.map(([member, transform]) => ({ member, transform })),
  predicates: 'equality',
  trusts: [],
  reveals: [],
  span: SPAN,
});

export const approve = (name: string, condition: Expression, terms: Partial<ApproveRule> = {}): ApproveRule => ({
  kind: 'approve',
  name,
  doc: `doc of "${name}"\nsecond line`,
  because: `because of ${name}`,
  events: STATEMENT,
  condition,
  approvers: { count: 1, group: 'privacy-office' },
  withinMs: 1_800_000,
  grantMs: null,
  needsReason: false,
  span: SPAN,
  ...terms,
});

export const program = (
  rules: readonly Rule[],
  options: { readonly members?: readonly ClassMember[]; readonly default?: 'allow' | 'block' } = {},
): Program => ({
  name: 'example',
  doc: '',
  default: options.default ?? 'allow',
  classes: [...new Set((options.members ?? []).map(({ className }) => className))],
  members: options.members ?? [],
  rules,
  tests: [],
  schemas: [],
  sources: [{ file: SPAN.file, text: '' }],
});
