// Renames a `let`, a class, a member or a rule over all files of a policy. It is refused wherever the policy would mean something else
// afterwards: the renamed policy is read again, and every name must still mean what it meant.
import { isError } from '../diagnostics/diagnostic.ts';
import { applyEdits } from '../diagnostics/apply-edits.ts';
import type { Edit } from '../diagnostics/fix.ts';
import { tokenize } from '../lexer/tokenize.ts';
import { AnyWord, Word } from '../lexer/tokens.ts';
import { parse } from '../parser/parse.ts';
import type { Span } from '../source/span.ts';
import { attributeNamed, ENUM_WORDS } from './attributes.ts';
import { occurrenceAt } from './name-at.ts';
import type { NameIndex } from './name-index.ts';
import { keyOf, type NamedThing } from './named-thing.ts';
import { analyzePolicy, type PolicyAnalysis } from './policy-analysis.ts';

type Renamable = Extract<NamedThing, { kind: 'let' | 'class' | 'member' | 'rule' }>;

export type Renaming =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): Renaming => ({ kind: 'refused', reason });

/** The name at the offset that can be renamed, with its place. */
export function renamableAt(
  analysis: PolicyAnalysis,
  file: string,
  offset: number,
): { readonly span: Span; readonly name: string } | undefined {
  const found = occurrenceAt(analysis.names(), file, offset);
  return found && isRenamable(found.thing) && declarationsOf(found.thing, analysis).length > 0
    ? { span: found.span, name: found.thing.name }
    : undefined;
}

export function renameAt(
  analysis: PolicyAnalysis,
  place: { readonly file: string; readonly offset: number },
  newName: string,
): Renaming {
  const thing = occurrenceAt(analysis.names(), place.file, place.offset)?.thing;
  if (!thing || !isRenamable(thing)) return refused('only classes, their members, `let`s and rules can be renamed');
  const problem = problemWith(thing, newName, analysis);
  if (problem !== undefined) return refused(problem);
  const edits = analysis
    .names()
    .of(thing)
    .map(({ span }) => ({ span, text: newName }));
  return meansTheSame(thing, newName, { before: analysis, after: edited(analysis, edits) })
    ? { kind: 'edits', edits }
    : refused(`with the name \`${newName}\` the policy would mean something else`);
}

const isRenamable = (thing: NamedThing): thing is Renamable =>
  thing.kind === 'let' || thing.kind === 'class' || thing.kind === 'member' || thing.kind === 'rule';

const declarationsOf = (thing: NamedThing, analysis: PolicyAnalysis): readonly Span[] =>
  analysis
    .names()
    .of(thing)
    .flatMap(({ isDefinition, span }) => (isDefinition ? [span] : []));

function problemWith(thing: Renamable, newName: string, analysis: PolicyAnalysis): string | undefined {
  const declared = declarationsOf(thing, analysis);
  if (declared.length === 0) return `nothing here declares \`${thing.name}\``;
  if (declared.some(({ file }) => file.startsWith('hpol:')))
    return `\`${thing.name}\` is declared in the library, which cannot be changed`;
  if (!isValidName(newName, thing))
    return `\`${newName}\` is no name: use letters, digits and \`_\`, and no word of rules`;
  if (newName === thing.name) return `the name is \`${newName}\` already`;
  if (isDeclared(analysis.names(), { ...thing, name: newName }))
    return `there is a ${thing.kind} \`${newName}\` already`;
  if (thing.kind === 'let' && (ENUM_WORDS.has(newName) || attributeNamed(newName)))
    return `\`${newName}\` is a word of the vocabulary`;
  const isBroken = [...analysis.files.values()].some(({ parsed }) => parsed.diagnostics.some(isError));
  return isBroken
    ? 'the policy has syntax errors, so not every place of the name is known; mend them first'
    : undefined;
}

/** A member may have any word for its name, since it stands behind a dot or before a colon. */
function isValidName(name: string, thing: Renamable): boolean {
  const { tokens, comments, diagnostics } = tokenize({ file: '', text: name });
  const [token] = tokens;
  if (!token || token.image !== name || comments.length > 0 || diagnostics.length > 0) return false;
  const category = thing.kind === 'member' ? AnyWord : Word;
  const { CATEGORIES = [] } = token.tokenType;
  return CATEGORIES.some((one) => one === category || one.CATEGORIES?.includes(category) === true);
}

const isDeclared = (names: NameIndex, thing: NamedThing): boolean =>
  names.of(thing).some(({ isDefinition }) => isDefinition);

/** The policy with the edits made. */
function edited(analysis: PolicyAnalysis, edits: readonly Edit[]): PolicyAnalysis {
  const changed = new Map<string, string>();
  for (const { file, text } of analysis.files.values()) {
    changed.set(
      file,
      applyEdits(
        text,
        edits.filter(({ span }) => span.file === file),
      ),
    );
  }
  const { load, ...input } = analysis.input;
  return analyzePolicy(analysis.root, { ...input, load: (path) => changed.get(path) ?? load(path), parse });
}

/** True when every name means after the renaming what it meant before, and the checks find the same. */
function meansTheSame(
  thing: Renamable,
  newName: string,
  { before, after }: { readonly before: PolicyAnalysis; readonly after: PolicyAnalysis },
): boolean {
  const renamed = (one: NamedThing): NamedThing => {
    if (keyOf(one) === keyOf(thing)) return { ...one, name: newName };
    const isMember = one.kind === 'member' && thing.kind === 'class' && one.className === thing.name;
    return isMember ? { ...one, className: newName } : one;
  };
  const story = (analysis: PolicyAnalysis, name: (one: NamedThing) => NamedThing): string[] => [
    ...[...analysis.files.keys()].flatMap((file) =>
      analysis
        .names()
        .inFile(file)
        .map((one) => keyOf(name(one.thing))),
    ),
    ...analysis.checked.diagnostics.map(({ code }) => code),
  ];
  return story(before, renamed).join('\n') === story(after, (one) => one).join('\n');
}
