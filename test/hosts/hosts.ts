// `npm run hosts`: the module under OPA's SDKs for other languages, whose WebAssembly engines are not V8. Each is fetched by
// the package manager of its language into a temporary folder; one whose tools are not there is named with the reason.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CASES, DATA, expectedResults, hostModule } from './cases.ts';

type Command = readonly string[];

interface Host {
  readonly name: string;
  readonly folder: 'python' | 'rust' | 'java';
  /** What its engine lacks. */
  readonly simd: boolean;
  /** Run one after the other in a copy of the folder. */
  readonly prepare: readonly Command[];
  readonly run: Command;
}

const HOSTS: readonly Host[] = [
  {
    name: 'Python, opa-wasmtime under wasmtime',
    folder: 'python',
    simd: true,
    prepare: [
      ['python3', '-m', 'venv', 'env'],
      ['env/bin/pip', 'install', '--quiet', '--requirement', 'requirements.txt'],
    ],
    run: ['env/bin/python', 'host.py'],
  },
  {
    name: 'Rust, opa-wasm under wasmtime',
    folder: 'rust',
    simd: true,
    prepare: [['cargo', 'build', '--quiet', '--release']],
    run: ['target/release/hpol-host'],
  },
  {
    name: 'Java, opa-java-wasm under Chicory, module without vectors',
    folder: 'java',
    simd: false,
    prepare: [
      ['mvn', '--quiet', '--batch-mode', 'dependency:copy-dependencies', '-DoutputDirectory=lib'],
      ['javac', '-cp', 'lib/*', '-d', 'classes', 'Host.java'],
    ],
    run: ['java', '-cp', 'lib/*:classes', 'Host'],
  },
];

/** What a command printed, or why it did not work. */
function call([program = '', ...parameters]: Command, cwd: string): { output: string } | { reason: string } {
  const done = spawnSync(program, parameters, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (done.error) return { reason: `${program}: ${done.error.message}` };
  const [firstLine = ''] = done.stderr.trim().split('\n').slice(-1);
  return done.status === 0 ? { output: done.stdout } : { reason: `${program} ended with ${done.status}: ${firstLine}` };
}

/** Null when all is equal, else what is not. */
function difference(output: string, wanted: readonly unknown[]): string | null {
  const lines = output.trim().split('\n');
  if (lines.length !== wanted.length) return `${lines.length} results for ${wanted.length} evaluations`;
  const wrong = lines.findIndex(
    (line, index) => !isDeepStrictEqual(line === 'trap' ? line : JSON.parse(line), wanted[index]),
  );
  return wrong < 0 ? null : `case ${wrong % CASES.length} gives ${lines[wrong]?.slice(0, 300)}`;
}

async function check(host: Host, root: string): Promise<boolean> {
  const folder = join(root, host.folder);
  cpSync(join(import.meta.dirname, host.folder), folder, { recursive: true });
  mkdirSync(join(folder, 'classes'));
  for (const command of host.prepare) {
    const done = call(command, folder);
    if ('output' in done) continue;
    console.log(`${host.name}: not run, ${done.reason}`);
    return true;
  }
  const wasm = hostModule(host.simd);
  writeFileSync(join(folder, 'policy.wasm'), wasm);
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ data: DATA, evaluations: CASES }));
  const wanted = await expectedResults(wasm);
  const done = call([...host.run, 'policy.wasm', 'cases.json'], folder);
  const wrong = 'reason' in done ? done.reason : difference(done.output, wanted);
  console.log(`${host.name}: ${wrong ?? `${wanted.length} results as the npm SDK gives them`}`);
  return wrong === null;
}

const root = mkdtempSync(join(tmpdir(), 'hpol-hosts-'));
try {
  const chosen = HOSTS.filter(({ folder }) => process.argv.length < 3 || process.argv.includes(folder));
  for (const host of chosen) if (!(await check(host, root))) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
