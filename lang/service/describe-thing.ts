// What hover and completion say about a name, as Markdown.
import type { ClassDeclaration, MemberNode } from '../ast/declaration.ts';
import { describe } from '../check/expression-context.ts';
import type { Span } from '../source/span.ts';
import { detectorCheck, detectorWords } from '../vocabulary/detector-text.ts';
import { DETECTORS, type NamedDetector } from '../vocabulary/detectors.ts';
import { eventNamed } from '../vocabulary/registry.ts';
import type { Attribute } from '../vocabulary/types.ts';
import { attributeNamed, eventsWith } from './attributes.ts';
import { TRANSFORM_DOCS } from './keyword-docs.ts';
import { matchingColumns } from './matching-columns.ts';
import { memberNamed } from './name-index.ts';
import type { NamedThing } from './named-thing.ts';
import type { PolicyAnalysis } from './policy-analysis.ts';

const MOST_COLUMNS = 8;
const NAMED: readonly NamedDetector[] = DETECTORS;

/** Undefined for a name that nothing declares. */
export function describeThing(thing: NamedThing, analysis: PolicyAnalysis): string | undefined {
  const { lets, classes, rules } = analysis.names();
  switch (thing.kind) {
    case 'attribute': {
      const attribute = attributeNamed(thing.name);
      return attribute && describeAttribute(attribute);
    }
    case 'enum_word':
      return paragraphs(code(thing.name), `A ${thing.type}.`);
    case 'event': {
      const event = eventNamed(thing.name);
      return event && paragraphs(code(event.name), event.doc);
    }
    case 'detector': {
      const detector = NAMED.find(({ name }) => name === thing.name);
      return detector && describeDetector(detector);
    }
    case 'transform': {
      const doc = TRANSFORM_DOCS[thing.name];
      return doc && paragraphs(code(thing.name), doc);
    }
    case 'let': {
      const node = lets.get(thing.name);
      return node && paragraphs(code(sliceOf(analysis, node.span)), node.doc);
    }
    case 'class': {
      const node = classes.get(thing.name);
      return node && paragraphs(code(sliceOf(analysis, node.span)), node.doc);
    }
    case 'rule': {
      const node = rules.get(thing.name);
      return node && paragraphs(code(sliceOf(analysis, node.span)), node.doc);
    }
    case 'member': {
      const owner = classes.get(thing.className);
      const node = memberNamed(analysis.names(), thing.className, thing.name);
      return owner && node && describeMember(owner, node, analysis);
    }
    case 'test':
      return undefined;
    case 'file':
      return code(thing.name);
  }
}

export function describeAttribute(attribute: Attribute): string {
  const { path, type, optional, doc } = attribute;
  const words = type.kind === 'enum' ? `One of ${type.values.map((value) => `\`${value}\``).join(', ')}.` : '';
  const events = eventsWith(path);
  return paragraphs(
    code(`${path}: ${describe(type)}`),
    doc,
    optional ? 'May be absent: ask `is present` or give a default with `??`.' : '',
    words,
    events.length > 0 ? `Only on ${events.map((name) => `\`${name}\``).join(', ')}.` : '',
  );
}

function describeMember(owner: ClassDeclaration, node: MemberNode, analysis: PolicyAnalysis): string {
  const columns = node.columns.flatMap((column) => matchingColumns(column, analysis.relations));
  const names = [...new Map(columns.map((column) => [column.path, column])).values()];
  const listed = names.slice(0, MOST_COLUMNS).map(({ path, type }) => `- \`${path}\` ${type}`);
  const more = names.length > MOST_COLUMNS ? [`- and ${names.length - MOST_COLUMNS} more`] : [];
  const isKnown = analysis.relations.length > 0 && node.columns.length > 0;
  return paragraphs(
    code(`${owner.name.text}.${sliceOf(analysis, node.span)}`),
    owner.doc,
    isKnown && names.length === 0 ? 'No column of the schema matches.' : [...listed, ...more].join('\n'),
  );
}

export const sliceOf = ({ files }: PolicyAnalysis, { file, start, end }: Span): string =>
  (files.get(file)?.text ?? '').slice(start, end);

const paragraphs = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');

function describeDetector(detector: NamedDetector): string {
  const words = detectorWords(detector);
  const asks = `A match must have ${detectorCheck(detector)}.`;
  return paragraphs(code(`detect ${detector.name}`), detector.doc, asks, words === null ? '' : `Labels: ${words}.`);
}

/** A longer fence than any in the text, so that the text stays text. */
function code(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}hpol\n${text}\n${fence}`;
}
