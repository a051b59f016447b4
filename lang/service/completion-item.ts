// One proposal of a completion, and the proposals that are names.
import { describe } from '../check/expression-context.ts';
import { detectorCheck } from '../vocabulary/detector-text.ts';
import { DETECTORS } from '../vocabulary/detectors.ts';
import { EVENTS } from '../vocabulary/registry.ts';
import type { Attribute } from '../vocabulary/types.ts';
import { describeAttribute } from './describe-thing.ts';
import { KEYWORD_DOCS, TRANSFORM_DOCS } from './keyword-docs.ts';
import type { NameIndex } from './name-index.ts';

export interface CompletionItem {
  readonly label: string;
  readonly kind:
    | 'keyword'
    | 'attribute'
    | 'let'
    | 'class'
    | 'member'
    | 'event'
    | 'enum_word'
    | 'transform'
    | 'detector'
    | 'rule'
    | 'column';
  /** A few words behind the label: a type. */
  readonly detail: string;
  /** Markdown. */
  readonly doc: string;
}

export const words = (names: readonly string[]): readonly CompletionItem[] =>
  names.map((label) => ({ label, kind: 'keyword', detail: '', doc: KEYWORD_DOCS[label.replace(/ .*/, '')] ?? '' }));

/** `path` is what stands before the cursor with its dots; an attribute is offered by the rest of its path. */
export function attributeItems(attributes: readonly Attribute[], path: readonly string[]): readonly CompletionItem[] {
  const prefix = path.map((segment) => `${segment}.`).join('');
  return attributes
    .filter((attribute) => attribute.path.startsWith(prefix))
    .map((attribute) => ({
      label: attribute.path.slice(prefix.length),
      kind: 'attribute',
      detail: `${describe(attribute.type)}${attribute.optional ? ', may be absent' : ''}`,
      doc: describeAttribute(attribute),
    }));
}

export const enumItems = ({ type }: Attribute): readonly CompletionItem[] =>
  type.kind === 'enum' ? type.values.map((label) => ({ label, kind: 'enum_word', detail: type.name, doc: '' })) : [];

export const eventItems = (path: readonly string[]): readonly CompletionItem[] => {
  const prefix = path.map((segment) => `${segment}.`).join('');
  return EVENTS.filter(({ name }) => name.startsWith(prefix)).map(({ name, doc }) => ({
    label: name.slice(prefix.length),
    kind: 'event',
    detail: '',
    doc,
  }));
};

export const letItems = ({ lets }: NameIndex): readonly CompletionItem[] =>
  [...lets.values()].map(({ name, doc }) => ({ label: name.text, kind: 'let', detail: 'let', doc }));

export const classItems = ({ classes }: NameIndex): readonly CompletionItem[] =>
  [...classes.values()].map(({ name, doc, members }) => ({
    label: name.text,
    kind: 'class',
    detail: members.map((member) => member.name.text).join(', '),
    doc,
  }));

export const memberItems = ({ classes }: NameIndex, className: string): readonly CompletionItem[] =>
  (classes.get(className)?.members ?? []).map(({ name }) => ({
    label: name.text,
    kind: 'member',
    detail: `${className}.${name.text}`,
    doc: '',
  }));

/** `phi` or, behind `phi.`, its members. */
export const referenceItems = (names: NameIndex, path: readonly string[]): readonly CompletionItem[] =>
  path.length === 0 ? classItems(names) : memberItems(names, path.join('.'));

export const transformItems = (): readonly CompletionItem[] =>
  Object.entries(TRANSFORM_DOCS).map(([label, doc]) => ({ label, kind: 'transform', detail: '', doc }));

export const detectorItems = (): readonly CompletionItem[] =>
  DETECTORS.map((detector) => ({
    label: detector.name,
    kind: 'detector',
    detail: detectorCheck(detector),
    doc: detector.doc,
  }));
