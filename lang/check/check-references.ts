// Names in conditions: attributes, entries of maps, sets of columns asked about a class, and `let`s.
import type { ExpressionNode, PathNode } from '../ast/expression.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { certain } from '../source/certain.ts';
import { BOOL, INT, STRING } from '../vocabulary/common.ts';
import { attributeAnywhere, attributeOf, EVENTS, isAttributeWord } from '../vocabulary/registry.ts';
import type { Attribute } from '../vocabulary/types.ts';
import {
  type Checked,
  type ExpressionContext,
  type Known,
  type Lookup,
  lost,
  pathText,
  plain,
} from './expression-context.ts';
import { membersOf } from './scope.ts';

/** `identity.groups`, or the name of a `let`. */
export function checkPath(node: PathNode, known: Known, context: ExpressionContext): Checked {
  const name = pathText(node);
  if (node.segments.length === 1 && !isAttributeWord(name)) return checkLet(node, name, known, context);
  const attribute = findAttribute(node, context);
  if (!attribute) return lost(node);
  if (attribute.type.kind === 'columns') {
    context.reporter.report('HPOL2010', node.span, { name, form: name });
    return lost(node);
  }
  const { type } = attribute;
  const mayBeAbsent = attribute.optional && !isKnown(name, known, context);
  return plain({ kind: 'attribute', path: name, type, span: node.span }, type, mayBeAbsent ? name : null);
}

/** A `let` is checked where it stands, so that it may use what is known there. */
function checkLet(node: PathNode, name: string, known: Known, context: ExpressionContext): Checked {
  const { scope, reporter, lets } = context;
  const declaration = scope.lets.get(name);
  if (!declaration) {
    if (!scope.mayBeDeclared(name)) {
      const names = [...scope.lets.keys(), ...attributePaths(context)];
      const help = enumWordHelp(name, context) ?? {};
      reporter.report('HPOL2001', node.span, { name }, { ...suggest({ text: name, span: node.span }, names), ...help });
    }
    return lost(node);
  }
  if (lets.includes(name)) {
    const first = lets
      .slice(lets.indexOf(name))
      .map((other) => certain(scope.lets.get(other)))
      .sort(
        (a, b) =>
          (a.span.file < b.span.file ? -1 : 1) * Number(a.span.file !== b.span.file) || a.span.start - b.span.start,
      )[0];
    const { text, span } = certain(first).name;
    reporter.report('HPOL2012', span, { name: text });
    return lost(node);
  }
  return context.check(declaration.value, known, { ...context, lets: [...lets, name] });
}

/** A word of an enum on its own was meant to be compared. */
function enumWordHelp(word: string, { events }: ExpressionContext): { readonly help: string } | null {
  const attribute = events
    .flatMap(({ attributes }) => attributes)
    .find(({ type }) => type.kind === 'enum' && type.values.includes(word));
  return attribute ? { help: `compare it, as in \`${attribute.path} == ${word}\`` } : null;
}

/** `target.labels["env"]`: always optional. */
export function checkIndex(
  node: Extract<ExpressionNode, { kind: 'index' }>,
  known: Known,
  context: ExpressionContext,
): Checked {
  const attribute = findAttribute(node.path, context);
  if (!attribute) return lost(node);
  const name = `${attribute.path}[${JSON.stringify(node.key.text)}]`;
  if (attribute.type.kind !== 'map') {
    context.reporter.report('HPOL2011', node.span, { name: attribute.path, form: name });
    return lost(node);
  }
  const mayBeAbsent = !isKnown(name, known, context);
  const type = attribute.type.values === 'int' ? INT : STRING;
  const expression = { kind: 'lookup', map: attribute.path, key: node.key.text, span: node.span } as const;
  return plain(expression, type, mayBeAbsent ? name : null);
}

/** `statement.reads(phi, staff.salary)`. */
export function checkCall(node: Extract<ExpressionNode, { kind: 'call' }>, context: ExpressionContext): Checked {
  const attribute = findAttribute(node.path, context);
  const members = node.references.flatMap((reference) => membersOf(context.scope, reference, context.reporter));
  if (!attribute) return lost(node);
  if (attribute.type.kind !== 'columns') {
    context.reporter.report('HPOL2011', node.span, { name: attribute.path, form: `${attribute.path}(…)` });
    return lost(node);
  }
  const numbers = [...new Set(members)].sort((a, b) => a - b);
  return plain({ kind: 'touches', columns: attribute.path, members: numbers, span: node.span }, BOOL);
}

const isKnown = (name: string, known: Known, context: ExpressionContext): boolean =>
  context.place === 'anywhere' || known.has(name);

/** The attribute of a path in every event of the context; undefined after a report. */
function findAttribute(path: PathNode, context: ExpressionContext): Attribute | undefined {
  const name = pathText(path);
  const found = lookUp(name, context);
  const { reporter } = context;
  switch (found.kind) {
    case 'found':
      return found.attribute;
    case 'event_only':
      reporter.report('HPOL2009', path.span, { name });
      return undefined;
    case 'missing_in':
      reporter.report('HPOL2008', path.span, { name, event: found.event });
      return undefined;
    default:
      reporter.report(
        'HPOL2001',
        path.span,
        { name },
        suggest({ text: name, span: path.span }, attributePaths(context)),
      );
      return undefined;
  }
}

function lookUp(name: string, context: ExpressionContext): Lookup {
  const anywhere = attributeAnywhere(name);
  if (!anywhere) return { kind: 'unknown' };
  if (context.place === 'anywhere') return { kind: 'found', attribute: anywhere };
  if (context.place === 'mask' && anywhere.scope === 'event') return { kind: 'event_only' };
  const missing = context.events.find((event) => !attributeOf(event, name));
  return missing ? { kind: 'missing_in', event: missing.name } : { kind: 'found', attribute: anywhere };
}

const attributePaths = (context: ExpressionContext): string[] =>
  (context.place === 'anywhere' ? EVENTS : context.events)
    .flatMap((event) => event.attributes)
    .filter((attribute) => context.place !== 'mask' || attribute.scope === 'session')
    .map((attribute) => attribute.path);
