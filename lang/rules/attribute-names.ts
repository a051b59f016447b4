// A `let` that has the name of an attribute would never be meant: the attribute is.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { isAttributeWord } from '../vocabulary/registry.ts';
import { declarationsOf, type LinkedPolicy } from './lint.ts';

export function attributeNames(policy: LinkedPolicy): readonly Diagnostic[] {
  return declarationsOf(policy, 'let')
    .filter(({ name }) => isAttributeWord(name.text))
    .map(({ name }) => diagnose('HPOL2024', name.span, { name: name.text }));
}
