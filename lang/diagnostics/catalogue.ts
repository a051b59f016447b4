// All diagnostics, by code. A code is permanent: it is never given another meaning. Each has a page in docs/codes.
import { DECLARATION_MESSAGES } from './declaration-messages.ts';
import { LIMIT_MESSAGES } from './limit-messages.ts';
import { LINT_MESSAGES } from './lint-messages.ts';
import { LOOK_ALIKE_MESSAGES } from './look-alike-messages.ts';
import { NAME_MESSAGES } from './name-messages.ts';
import { SYNTAX_MESSAGES } from './syntax-messages.ts';

export const CATALOGUE = {
  ...SYNTAX_MESSAGES,
  ...NAME_MESSAGES,
  ...DECLARATION_MESSAGES,
  ...LINT_MESSAGES,
  ...LOOK_ALIKE_MESSAGES,
  ...LIMIT_MESSAGES,
} as const;

export type DiagnosticCode = keyof typeof CATALOGUE;

/** The parameters of the message of a code; an empty object where it has none. */
export type ParametersOf<C extends DiagnosticCode> =
  Parameters<(typeof CATALOGUE)[C]['message']> extends [infer P] ? P : Record<string, never>;
