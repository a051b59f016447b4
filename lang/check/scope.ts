// The names that a policy declares, over all its files. The first declaration of a name counts.
import type { Declaration, LetDeclaration, PolicyFile, RuleDeclaration } from '../ast/declaration.ts';
import type { MemberReference } from '../ast/expression.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { ClassMember } from './program.ts';
import { checkMember } from './check-member.ts';
import type { Reporter } from './reporter.ts';

/** Member numbers by their name within the class. */
type MemberNumbers = ReadonlyMap<string, number>;

export interface Scope {
  readonly classes: ReadonlyMap<string, MemberNumbers>;
  readonly members: readonly ClassMember[];
  readonly lets: ReadonlyMap<string, LetDeclaration>;
  readonly rules: ReadonlyMap<string, RuleDeclaration>;
  /** True for a name that may be declared where nothing could be read; nobody is told that it does not exist. */
  readonly mayBeDeclared: (name: string) => boolean;
}

export function declareNames(
  { files, isPartial }: { readonly files: readonly PolicyFile[]; readonly isPartial: boolean },
  reporter: Reporter,
): Scope {
  const all = files.flatMap((file) => file.declarations);
  const members: ClassMember[] = [];
  const classes = new Map<string, MemberNumbers>();
  for (const declaration of all) {
    if (declaration.kind !== 'class' || classes.has(declaration.name.text)) continue;
    const numbers = new Map<string, number>();
    for (const member of declaration.members) {
      if (numbers.has(member.name.text)) continue;
      numbers.set(member.name.text, members.length);
      members.push(checkMember(declaration.name.text, member, reporter));
    }
    classes.set(declaration.name.text, numbers);
  }
  return {
    classes,
    members,
    lets: firstByName(all.filter((declaration) => declaration.kind === 'let')),
    rules: firstByName(all.filter((declaration) => declaration.kind === 'rule')),
    mayBeDeclared: (name) => isPartial || files.some((file) => file.brokenWords.has(name)),
  };
}

function firstByName<D extends Extract<Declaration, { kind: 'let' | 'rule' }>>(
  declarations: readonly D[],
): ReadonlyMap<string, D> {
  const found = new Map<string, D>();
  for (const declaration of declarations) {
    if (!found.has(declaration.name.text)) found.set(declaration.name.text, declaration);
  }
  return found;
}

/** The member numbers that `phi` or `phi.ssn` stands for; none when the name is unknown, which is reported. */
export function membersOf(scope: Scope, reference: MemberReference, reporter: Reporter): readonly number[] {
  const { className, member } = reference;
  const numbers = scope.classes.get(className.text);
  if (!numbers) {
    if (scope.mayBeDeclared(className.text)) return [];
    const extras = suggest(className, scope.classes.keys());
    reporter.report('HPOL2002', className.span, { what: 'class', name: className.text }, extras);
    return [];
  }
  if (!member) return [...numbers.values()];
  const number = numbers.get(member.text);
  if (number !== undefined) return [number];
  const name = `${className.text}.${member.text}`;
  reporter.report('HPOL2002', member.span, { what: 'class member', name }, suggest(member, numbers.keys()));
  return [];
}
