// The one file that names regexpp: the syntax of regular expressions in policies, and what of it is left out.
import { RegExpParser, RegExpSyntaxError, visitRegExpAST, type AST } from '@eslint-community/regexpp';

/** What is wrong with a pattern; `start` and `end` are offsets into its source. */
export interface PatternProblem {
  readonly reason: string;
  readonly start: number;
  readonly end: number;
}

const MAX_LENGTH = 4_096;
const MAX_DEPTH = 50;
const parser = new RegExpParser({ ecmaVersion: 2025 });

/** Parses a pattern in Unicode mode, or says why it cannot. Constructs that a policy may not use are found by `patternProblem`. */
export function parsePattern(source: string): { pattern: AST.Pattern | null; problem: PatternProblem | null } {
  const tooLarge = sizeProblem(source);
  if (tooLarge) return { pattern: null, problem: tooLarge };
  try {
    return { pattern: parser.parsePattern(source, 0, source.length, { unicode: true }), problem: null };
  } catch (error) {
    /* v8 ignore next -- the parser throws nothing else, and what it did throw would be a bug to be seen */
    if (!(error instanceof RegExpSyntaxError)) throw error;
    const start = Math.min(error.index, source.length);
    const reason = lowerFirst(error.message.replace(/^Invalid regular expression: \/.*\/u?: /s, ''));
    return { pattern: null, problem: { reason, start, end: start + 1 } };
  }
}

/** The first reason why a policy cannot use the pattern, or null. */
export function patternProblem(source: string, flags: string): PatternProblem | null {
  const whole = { start: 0, end: source.length };
  if (flags !== '' && flags !== 'i') return { reason: `the flags \`${flags}\` are not supported`, ...whole };
  const { pattern, problem } = parsePattern(source);
  if (!pattern) return problem;
  const refused: PatternProblem[] = [];
  const refuse = (node: AST.Node, reason: string): void => {
    refused.push({ reason, start: node.start, end: node.end });
  };
  visitRegExpAST(pattern, {
    onAssertionEnter: (node) => {
      if (node.kind === 'lookahead' || node.kind === 'lookbehind') refuse(node, `${node.kind} is not supported`);
    },
    onBackreferenceEnter: (node) => refuse(node, 'references to groups are not supported'),
    onCapturingGroupEnter: (node) => {
      if (node.name !== null) refuse(node, 'named groups are not supported');
    },
    onGroupEnter: (node) => {
      if (node.modifiers) refuse(node, 'modifiers inside the pattern are not supported');
    },
    onCharacterSetEnter: (node) => {
      if (node.kind === 'property') refuse(node, 'Unicode properties are not supported');
    },
  });
  return refused.sort((a, b) => a.start - b.start)[0] ?? null;
}

/** The parser is recursive, so the depth is bounded before it runs. */
function sizeProblem(source: string): PatternProblem | null {
  if (source.length > MAX_LENGTH) {
    return { reason: `it is longer than ${MAX_LENGTH} characters`, start: 0, end: source.length };
  }
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '(') depth += 1;
    else if (source[at] === ')') depth -= 1;
    if (depth > MAX_DEPTH) return { reason: `groups are nested more than ${MAX_DEPTH} deep`, start: at, end: at + 1 };
  }
  return null;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
