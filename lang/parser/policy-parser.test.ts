// The grammar and the tokens themselves: no ambiguity, no left recursion, no token that can never match.
import { expect, test } from 'vitest';
import { Lexer } from '../lexer/chevrotain.ts';
import { ALL_TOKENS } from '../lexer/tokens.ts';
import { PolicyParser } from './policy-parser.ts';

test('the grammar is sound', () => {
  expect(() => new PolicyParser({ checksGrammar: true })).not.toThrow();
});

test('the tokens are sound', () => {
  const { lexerDefinitionErrors } = new Lexer([...ALL_TOKENS], { deferDefinitionErrorsHandling: true });
  expect(lexerDefinitionErrors).toEqual([]);
});
