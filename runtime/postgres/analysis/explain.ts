// EXPLAIN: how much of a plan it shows. What the statement inside does is analysed like any statement.
import type { ExplainKind } from './facts.ts';
import type { Ast } from './parser.ts';

/** They print the plan another way, or what the client or the clock has said. */
const SHOWS_NO_MORE: ReadonlySet<string> = new Set([
  'costs',
  'verbose',
  'format',
  'settings',
  'generic_plan',
  'timing',
  'summary',
]);

/** Whether a boolean option is off. One without a value is on, and so is every value that is not known. */
function isOff({ arg }: Ast.DefElem): boolean {
  if (arg === undefined) return false;
  if ('Boolean' in arg) return arg.Boolean.boolval !== true;
  if ('Integer' in arg) return (arg.Integer.ival ?? 0) === 0;
  return 'String' in arg && /^(?:off|false)$/i.test(arg.String.sval ?? '');
}

/** An option that is named twice counts by its telling value. */
export function explainKind({ options = [] }: Ast.ExplainStmt): ExplainKind {
  const given = options.flatMap((option) => ('DefElem' in option ? [option.DefElem] : []));
  const named = (name: string): readonly Ast.DefElem[] => given.filter(({ defname }) => defname === name);
  if (named('analyze').some((option) => !isOff(option))) return 'run';
  const costs = named('costs');
  const hidesCosts = costs.length > 0 && costs.every(isOff);
  const showsMore = given.some((option) => !SHOWS_NO_MORE.has(option.defname ?? '') && !isOff(option));
  return hidesCosts && !showsMore ? 'shape' : 'estimates';
}
