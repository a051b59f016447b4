// Names are shared by all files of a policy: no two classes, lets, rules or tests of one name, nor two members of a class.
import type { Word } from '../ast/expression.ts';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { declarationsOf, type LinkedPolicy } from './lint.ts';

export function duplicateNames(policy: LinkedPolicy): readonly Diagnostic[] {
  const classes = declarationsOf(policy, 'class');
  const names = (declarations: readonly { readonly name: Word }[]): Word[] =>
    declarations.map((declaration) => declaration.name);
  return [
    ...repeated('class', names(classes)),
    ...repeated('let', names(declarationsOf(policy, 'let'))),
    ...repeated('rule', names(declarationsOf(policy, 'rule'))),
    ...repeated('test', names(declarationsOf(policy, 'test'))),
    ...classes.flatMap((declaration) => repeated('class member', names(declaration.members))),
  ];
}

function repeated(what: string, words: readonly Word[]): Diagnostic[] {
  const first = new Map<string, Word>();
  return words.flatMap((word) => {
    const other = first.get(word.text);
    if (!other) {
      first.set(word.text, word);
      return [];
    }
    const labels = [{ span: other.span, text: 'the first one' }];
    return [diagnose('HPOL2104', word.span, { what, name: word.text }, { labels })];
  });
}
