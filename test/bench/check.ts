// `policyc check` of a policy of a thousand rules, as a person waits for it: the whole process, its start included, and
// the most memory that it held.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hpolPolicy } from './decide-policies.ts';
import { sideBySide, type Contestant, type Figure } from './measure.ts';
import type { Ratio, Row } from './report.ts';

const RULES = 1_000;
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

/** `folder` takes the policy. */
export async function checkRows(folder: string): Promise<readonly Row[]> {
  const path = join(folder, 'thousand.hpol');
  writeFileSync(path, hpolPolicy(RULES));
  const time = (words: readonly string[]) => async (): Promise<number> => (await policyc(words)).milliseconds;
  const peak = async (): Promise<number> => Number((await policyc(['check', path], ['--import', PEAK])).stdout) / 1_024;
  const contestants: readonly Contestant[] = [
    { name: 'version', run: time(['--version']) },
    { name: 'check', run: time(['check', path]) },
    { name: 'peak', run: peak },
  ];
  const figures = await sideBySide(contestants, RUNS);
  const row = (name: string, texts: Pick<Row, 'what' | 'who' | 'unit'>, limit: number): Row => {
    const ratio = within(figures.get(name), limit, texts.unit);
    return { ...texts, figure: figures.get(name) ?? null, ...(ratio ? { ratio } : {}) };
  };
  const what = `policyc, ${RULES.toLocaleString('en-US')} rules`;
  return [
    row('version', { what: 'policyc', who: '`--version`', unit: 'ms' }, 80),
    row('check', { what, who: '`check`', unit: 'ms' }, 300),
    row('peak', { what, who: '`check`, most memory', unit: 'MiB' }, 250),
  ];
}
