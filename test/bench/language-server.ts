// What one keystroke costs the language server: the parse around it and the check of the whole policy, in a policy of a thousand rules in one
// file and in ten. The figure is the 95th percentile of many keystrokes, most of which leave the rule unfinished.
import { createParseCache } from '../../lang/service/parse-cache.ts';
import { analyzePolicy } from '../../lang/service/policy-analysis.ts';
import { hpolPolicy } from './decide-policies.ts';
import { sideBySide } from './measure.ts';
import type { Row } from './report.ts';

const RULES = 1_000;
const PARTS = 10;
const PLACES = 8;
const BUDGET_MS = 30;
const WORD = ' and identity.mfa';

type Files = Map<string, string>;

const one = (): Files => new Map([['main.hpol', hpolPolicy(RULES)]]);

/** The same rules over parts that the root imports. */
function split(): Files {
  const [head = '', ...rules] = hpolPolicy(RULES).split(/^(?=block )/m);
  const size = Math.ceil(rules.length / PARTS);
  const parts = Array.from({ length: PARTS }, (_, n): [string, string] => [
    `part${n}.hpol`,
    rules.slice(n * size, (n + 1) * size).join(''),
  ]);
  const imports = parts.map(([path]) => `import "./${path}"\n`).join('');
  return new Map([['main.hpol', head + imports], ...parts]);
}

/** Milliseconds that the slowest twentieth of the keystrokes takes at least. */
function typing(files: Files): number {
  const parse = createParseCache();
  const load = (path: string): string | undefined => files.get(path);
  analyzePolicy('main.hpol', { load, parse });
  const file = [...files.keys()].at(-1) ?? '';
  const taken = Array.from({ length: PLACES * WORD.length }, (_, stroke) => {
    const text = files.get(file) ?? '';
    // The cursor walks through the file, so that what has to move is all, some and none of it.
    const place = Math.floor(stroke / WORD.length);
    const typed = stroke % WORD.length;
    const at = text.indexOf('\n  because', Math.floor((text.length * place) / PLACES));
    files.set(file, text.slice(0, at) + (WORD[typed] ?? '') + text.slice(at));
    const started = performance.now();
    analyzePolicy('main.hpol', { load, parse });
    return performance.now() - started;
  });
  return taken.sort((a, b) => a - b)[Math.floor(taken.length * 0.95)] ?? 0;
}

export async function languageServerRows(): Promise<readonly Row[]> {
  const figures = await sideBySide([
    { name: 'one file', run: () => typing(one()) },
    { name: `${PARTS + 1} files`, run: () => typing(split()) },
  ]);
  return [...figures].map(([who, figure]): Row => ({
    what: `a keystroke among ${RULES} rules, p95`,
    who: `policyc lsp, ${who}`,
    unit: 'ms',
    figure,
    ratio: {
      value: figure.median / BUDGET_MS,
      to: `${BUDGET_MS} ms`,
      budget: { text: '≤ 1x', isMet: figure.median <= BUDGET_MS },
    },
  }));
}
