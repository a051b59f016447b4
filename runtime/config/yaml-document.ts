// Reads YAML as plain data and remembers where every value stands. The one file that uses the `yaml` package.
// Aliases, custom tags and duplicate keys are refused: a policy gateway's configuration means what it shows.
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { ConfigProblem } from './problem.ts';

export interface YamlDocument {
  readonly value: unknown;
  /** The 1-based line of the value at a path, or of the nearest one around it. */
  lineOf(path: readonly (string | number)[]): number;
  readonly problems: readonly ConfigProblem[];
}

export function readYaml(file: string, text: string): YamlDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    strict: true,
    uniqueKeys: true,
    version: '1.2',
    prettyErrors: false,
  });
  const problem = (line: number, message: string): ConfigProblem => ({
    code: 'HPOL6001',
    file,
    line,
    path: '',
    message: `this is not plain YAML: ${message}`,
    help: null,
  });
  const problems = [...document.errors, ...document.warnings].map((error) =>
    problem(lines.linePos(error.pos[0]).line, error.message),
  );
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  if (problems.length > 0) return { value: null, lineOf, problems };
  try {
    // No aliases: a short file cannot unfold into a huge value.
    return { value: document.toJS({ maxAliasCount: 0 }), lineOf, problems };
  } catch {
    return { value: null, lineOf, problems: [problem(1, 'aliases (`*name`) are not taken here')] };
  }
}
