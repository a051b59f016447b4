// The values in tests: those given must fit the vocabulary; those of rows are what a database may return.
import type { FieldNode, RecordNode, ValueNode } from '../ast/test.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { addressBytes } from '../vocabulary/network-address.ts';
import type { Attribute } from '../vocabulary/types.ts';
import { describe } from './expression-context.ts';
import type { TestValue } from './program.ts';
import type { Reporter } from './reporter.ts';

/** The value of `given identity { user: "ana" }`; undefined after a report. */
export function checkGiven(
  path: string,
  field: Pick<FieldNode, 'name' | 'value'>,
  context: { readonly attributes: readonly Attribute[]; readonly reporter: Reporter },
): TestValue | undefined {
  const { attributes, reporter } = context;
  const attribute = attributes.find((candidate) => candidate.path === path);
  if (!attribute) {
    const paths = attributes.map((candidate) => candidate.path);
    reporter.report('HPOL2114', field.name.span, { name: path }, { help: didYouMean(path, paths) });
    return undefined;
  }
  const value = valueFor(attribute, field.value);
  if (value === undefined) reportType(attribute, field.value, reporter);
  return value;
}

/** The value as one of the attribute's type, or undefined. */
function valueFor({ type, optional }: Attribute, node: ValueNode): TestValue | undefined {
  if (node.kind === 'null') return optional ? null : undefined;
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'string':
    case 'duration':
    case 'size':
    case 'time':
      return node.kind === type.kind ? node.value : undefined;
    case 'ip':
      return node.kind === 'string' && addressBytes(node.value) ? node.value : undefined;
    case 'enum':
      return node.kind === 'word' && type.values.includes(node.text) ? node.text : undefined;
    case 'set':
    case 'list':
    case 'columns':
      return setOf(node);
    default:
      return mapOf(node);
  }
}

function setOf(node: ValueNode): readonly string[] | undefined {
  if (node.kind === 'list') return node.items.map((item) => item.text);
  return node.kind === 'record' && node.fields.length === 0 ? [] : undefined;
}

function mapOf(node: ValueNode): Readonly<Record<string, string>> | undefined {
  if (node.kind !== 'record') return undefined;
  const entries = node.fields.flatMap(({ name, value }) => (value.kind === 'string' ? [[name.text, value.value]] : []));
  return entries.length === node.fields.length ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
}

function reportType({ type }: Attribute, node: ValueNode, reporter: Reporter): void {
  if (type.kind === 'enum' && node.kind === 'word') {
    const help = `it is one of ${type.values.map((value) => `\`${value}\``).join(', ')}`;
    const extras = { help, ...suggest(node, type.values) };
    reporter.report('HPOL2003', node.span, { word: node.text, type: describe(type) }, extras);
    return;
  }
  const example = {
    bool: '`true`',
    int: '`1`',
    string: '`"ana"`',
    duration: '`30m`',
    size: '`10MB`',
    time: '`2026-12-31T18:00Z`',
    ip: '`"10.1.2.3"`',
    enum: 'a word',
    set: '`{"nurses"}`',
    list: '`{"nurses"}`',
    map: '`{ env: "prod" }`',
    columns: '',
  }[type.kind];
  reporter.report(
    'HPOL2004',
    node.span,
    { expected: describe(type), found: describeValue(node) },
    { help: `write ${example}` },
  );
}

function describeValue(node: ValueNode): string {
  const names = {
    string: 'a text',
    int: 'a number',
    bool: 'true or false',
    time: 'a time',
    duration: 'a duration',
    size: 'a size',
    null: '`null`',
    word: 'a bare word',
    list: 'a set of texts',
    record: 'a record',
  } as const satisfies Record<ValueNode['kind'], string>;
  return names[node.kind];
}

/** A row of a result: texts, numbers, true, false and null by column name. */
export function rowOf(record: RecordNode, reporter: Reporter): Readonly<Record<string, TestValue>> {
  const row = new Map<string, TestValue>();
  for (const { name, value } of record.fields) {
    if (row.has(name.text)) reporter.report('HPOL2102', name.span, { what: name.text });
    if (value.kind === 'null') row.set(name.text, null);
    else if (value.kind === 'string' || value.kind === 'int' || value.kind === 'bool') row.set(name.text, value.value);
    else {
      const found = { expected: 'a text, a number, `true`, `false` or `null`', found: describeValue(value) };
      reporter.report('HPOL2004', value.span, found);
    }
  }
  return Object.fromEntries(row);
}
