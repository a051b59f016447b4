// `policyc` as a person waits for it, the whole process with its start: `check` of a thousand rules and the most memory that it
// held, `build` of two hundred rules with every detector of the library, and how large that module is.
import { spawn } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hpolPolicy, variedPolicy } from './decide-policies.ts';
import { figureOf, sideBySide, type Contestant, type Figure } from './measure.ts';
import type { Ratio, Row } from './report.ts';

const RULES = 1_000;
const BUILT_RULES = 200;
const RUNS = 11;
const POLICYC = join(import.meta.dirname, '../../bin/policyc');
/**
 * Prints the greatest resident size of the process, in KiB, when it ends. `resourceUsage` would count what the process that
 * started it held at that moment.
 */
const PEAK = `data:text/javascript,import{readFileSync}from'node:fs';process.on('exit',()=>console.log(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status','utf8'))[1]))`;

interface Ended {
  readonly milliseconds: number;
  readonly stdout: string;
}

function policyc(words: readonly string[], nodeArguments: readonly string[] = []): Promise<Ended> {
  return new Promise((settle, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [...nodeArguments, POLICYC, ...words], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) settle({ milliseconds: performance.now() - started, stdout });
      else reject(new Error(`policyc ${words.join(' ')} ended with ${code}`));
    });
  });
}

const within = (figure: Figure | undefined, limit: number, unit: string): Ratio | undefined =>
  figure && {
    value: figure.median / limit,
    to: 'the budget',
    budget: { text: `≤ ${limit} ${unit}`, isMet: figure.median <= limit },
  };

/** Rules of five sorts, and a mask that scrubs with all detectors that there are. */
const buildPolicy = (): string =>
  variedPolicy(BUILT_RULES)
    .replace('default allow\n', 'default allow\nimport "hpol:phi"\n')
    .replace('notes: redact', 'notes: scrub');

/** `folder` takes the policies. */
export async function checkRows(folder: string): Promise<readonly Row[]> {
  const path = join(folder, 'thousand.hpol');
  writeFileSync(path, hpolPolicy(RULES));
  const time = (words: readonly string[]) => async (): Promise<number> => (await policyc(words)).milliseconds;
  const peak = async (): Promise<number> => Number((await policyc(['check', path], ['--import', PEAK])).stdout) / 1_024;
  const [source, bundle, wasm] = ['built.hpol', 'built.tar.gz', 'built.wasm'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(source, buildPolicy());
  const contestants: readonly Contestant[] = [
    { name: 'version', run: time(['--version']) },
    { name: 'check', run: time(['check', path]) },
    { name: 'peak', run: peak },
    { name: 'build', run: time(['build', source, '-o', bundle, '--wasm', wasm]) },
  ];
  const figures = await sideBySide(contestants, RUNS);
  const size = new Map([['module', figureOf([statSync(wasm).size / 2 ** 10])]]);
  const figureNamed = (name: string): Figure | undefined => figures.get(name) ?? size.get(name);
  const row = (name: string, texts: Pick<Row, 'what' | 'who' | 'unit'>, limit: number): Row => {
    const ratio = within(figureNamed(name), limit, texts.unit);
    return { ...texts, figure: figureNamed(name) ?? null, ...(ratio ? { ratio } : {}) };
  };
  const what = `policyc, ${RULES.toLocaleString('en-US')} rules`;
  const built = `policyc, ${BUILT_RULES} rules and all detectors`;
  return [
    row('version', { what: 'policyc', who: '`--version`', unit: 'ms' }, 80),
    row('check', { what, who: '`check`', unit: 'ms' }, 300),
    row('peak', { what, who: '`check`, most memory', unit: 'MiB' }, 250),
    row('build', { what: built, who: '`build`', unit: 'ms' }, 2_000),
    row('module', { what: built, who: 'the module', unit: 'KiB' }, 1_024),
  ];
}
