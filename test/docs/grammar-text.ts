// The grammar as EBNF text, from the productions of the parser itself. Gates and recovery are no part of the productions.
import { PolicyParser } from '../../lang/parser/policy-parser.ts';

type Serialized = ReturnType<PolicyParser['getSerializedGastProductions']>[number];

/** A production as Chevrotain serializes it, with the properties that its type leaves out. */
interface Production {
  readonly type: Serialized['type'];
  readonly name?: string;
  readonly label?: string;
  readonly separator?: Production;
  readonly definition?: readonly Production[];
}

/** How tightly a text binds: `a | b`, then `a b`, then what needs no parentheses anywhere. */
const ALTERNATION = 0;
const SEQUENCE = 1;
const ATOM = 2;

interface Printed {
  readonly text: string;
  readonly level: number;
}

const WIDTH = 110;
const FIRST_RULE = 'declaration';

const PRODUCTIONS: readonly Production[] = new PolicyParser({ checksGrammar: false }).getSerializedGastProductions();
const RULES: ReadonlyMap<string, Production> = new Map(PRODUCTIONS.map((rule) => [rule.name ?? '', rule]));

/** Every rule that can be reached, in the order in which a reader meets them. */
export const grammarText = (): string =>
  // A file is cut into declarations before the parser sees it, so there is no production for that.
  [`policy-file = ${FIRST_RULE}*`, ...reachable().flatMap((rule) => (onlyToken(rule) ? [] : [printRule(rule)]))].join(
    '\n',
  );

/** The names of the tokens that the grammar has, but for words and signs, which stand for themselves. */
export function namedTokens(): readonly string[] {
  const tokens = reachable().flatMap((rule) => [...parts(rule)].filter(({ type }) => type === 'Terminal'));
  return [...new Set(tokens.filter((token) => !isLiteral(token)).map(({ name }) => name ?? ''))];
}

/** `StringLiteral` is STRING in the text, and `AnyWord` is ANY_WORD. */
export const tokenName = (name: string): string =>
  name
    .replace(/Literal$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();

function* parts(production: Production): Generator<Production> {
  yield production;
  for (const part of production.definition ?? []) yield* parts(part);
}

function reachable(): readonly Production[] {
  const found = new Set<Production>();
  const visit = (name: string): void => {
    const rule = ruleNamed(name);
    if (found.has(rule)) return;
    found.add(rule);
    for (const part of parts(rule)) if (part.type === 'NonTerminal') visit(part.name ?? '');
  };
  visit(FIRST_RULE);
  return [...found];
}

function ruleNamed(name: string): Production {
  const rule = RULES.get(name);
  if (!rule) throw new Error(`the grammar has no rule ${name}`);
  return rule;
}

/** A rule that is one token has no line of its own: the token stands in its place. */
function onlyToken(rule: Production): Production | undefined {
  const [only, ...more] = rule.definition ?? [];
  if (!only || more.length > 0) return undefined;
  if (only.type === 'NonTerminal') return onlyToken(ruleNamed(only.name ?? ''));
  return only.type === 'Terminal' ? only : undefined;
}

function printRule(rule: Production): string {
  const name = ruleName(rule.name ?? '');
  const [only, ...more] = rule.definition ?? [];
  const alternatives = only?.type === 'Alternation' && more.length === 0 ? (only.definition ?? []) : [rule];
  const texts = alternatives.map((alternative) => sequence(alternative).text);
  const line = `${name} = ${texts.join(' | ')}`;
  if (line.length <= WIDTH) return line;
  return [name, ...texts.map((text, index) => `  ${index === 0 ? '=' : '|'} ${text}`)].join('\n');
}

const ruleName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const isLiteral = ({ label }: Production): boolean => /^`[^`]+`$/.test(label ?? '');

function sequence({ definition = [] }: Production): Printed {
  const printed = definition.map(print);
  const [only] = printed;
  if (printed.length === 1 && only) return only;
  return { text: printed.map((part) => atLeast(SEQUENCE, part)).join(' '), level: SEQUENCE };
}

function print(production: Production): Printed {
  switch (production.type) {
    case 'Terminal':
      return { text: terminal(production), level: ATOM };
    case 'NonTerminal':
      return nonTerminal(production.name ?? '');
    case 'Alternation': {
      const texts = (production.definition ?? []).map((alternative) => sequence(alternative).text);
      return { text: texts.join(' | '), level: ALTERNATION };
    }
    case 'Option':
      return repeated(production, '?');
    case 'Repetition':
      return repeated(production, '*');
    case 'RepetitionMandatory':
      return repeated(production, '+');
    case 'RepetitionMandatoryWithSeparator':
      return { text: separated(production), level: SEQUENCE };
    case 'RepetitionWithSeparator':
      return { text: `(${separated(production)})?`, level: ATOM };
    case 'Alternative':
    case 'Rule':
      return sequence(production);
    default:
      return production.type satisfies never;
  }
}

const terminal = (token: Production): string =>
  isLiteral(token) ? (token.label ?? '').replaceAll('`', '"') : tokenName(token.name ?? '');

function nonTerminal(name: string): Printed {
  const token = onlyToken(ruleNamed(name));
  return { text: token ? terminal(token) : ruleName(name), level: ATOM };
}

const repeated = (production: Production, sign: string): Printed => ({
  text: `${atLeast(ATOM, sequence(production))}${sign}`,
  level: ATOM,
});

function separated(production: Production): string {
  const item = atLeast(SEQUENCE, sequence(production));
  const separator = production.separator ? terminal(production.separator) : '';
  return `${item} (${separator} ${item})*`;
}

const atLeast = (level: number, { text, level: found }: Printed): string => (found >= level ? text : `(${text})`);
