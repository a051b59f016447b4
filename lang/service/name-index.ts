// All names of a policy with their places, by file and by what they mean.
import type { ClassDeclaration, LetDeclaration, MemberNode, RuleDeclaration } from '../ast/declaration.ts';
import type { EnumWord } from '../check/reporter.ts';
import type { ParsedFile } from '../parser/parse.ts';
import type { Span } from '../source/span.ts';
import { keyOf, type NamedThing, type Occurrence } from './named-thing.ts';
import { occurrencesIn } from './occurrences.ts';

export interface NameIndex {
  /** In the order of the text. */
  readonly inFile: (file: string) => readonly Occurrence[];
  readonly of: (thing: NamedThing) => readonly Occurrence[];
  readonly classes: ReadonlyMap<string, ClassDeclaration>;
  readonly lets: ReadonlyMap<string, LetDeclaration>;
  readonly rules: ReadonlyMap<string, RuleDeclaration>;
}

export function indexNames(
  files: readonly { readonly parsed: ParsedFile }[],
  enumWords: readonly EnumWord[],
): NameIndex {
  const declarations = files.flatMap(({ parsed }) => parsed.value.declarations);
  const classes = byName(declarations.filter((node) => node.kind === 'class'));
  const types = new Map(enumWords.map(({ span, type }) => [placeOf(span), type]));
  const around = {
    enumTypeAt: (span: Span) => types.get(placeOf(span)),
    membersOf: (name: string) => classes.get(name)?.members.map((member) => member.name.text) ?? [],
  };
  const inFile = new Map<string, Occurrence[]>();
  const ofKey = new Map<string, Occurrence[]>();
  for (const found of declarations.flatMap((node) => occurrencesIn(node, around))) {
    append(inFile, found.span.file, found);
    append(ofKey, keyOf(found.thing), found);
  }
  for (const list of inFile.values()) list.sort((a, b) => a.span.start - b.span.start);
  return {
    inFile: (file) => inFile.get(file) ?? [],
    of: (thing) => ofKey.get(keyOf(thing)) ?? [],
    classes,
    lets: byName(declarations.filter((node) => node.kind === 'let')),
    rules: byName(declarations.filter((node) => node.kind === 'rule')),
  };
}

/** The member of a class, where both exist. */
export const memberNamed = (names: NameIndex, className: string, name: string): MemberNode | undefined =>
  names.classes.get(className)?.members.find((member) => member.name.text === name);

const placeOf = ({ file, start }: Span): string => `${start} ${file}`;

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The first declaration of a name counts. */
function byName<D extends ClassDeclaration | LetDeclaration | RuleDeclaration>(
  declarations: readonly D[],
): ReadonlyMap<string, D> {
  const found = new Map<string, D>();
  for (const node of declarations) if (!found.has(node.name.text)) found.set(node.name.text, node);
  return found;
}
