// Runs a program of this package under Node 24: in this process when it is one, else in a child that takes over
// arguments, streams, signals and exit status. Plain JavaScript, since an old Node reads it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NEEDED = 24;

export function run(program) {
  const path = join(ROOT, program);
  if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
    // Halves the start of a short command. Kept where the code itself is, since whoever can write there can change the code anyway.
    module.enableCompileCache(join(ROOT, 'node_modules', '.cache', 'hpol'));
    void import(pathToFileURL(path).href);
    return;
  }
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  if (!existsSync(node)) {
    process.stderr.write(
      `error: Node ${NEEDED} is needed and this is ${process.version}; run \`npm ci\` in ${ROOT}, which installs it\n`,
    );
    process.exitCode = 2;
    return;
  }
  // The same script again, so that the newer Node keeps what it compiled, too.
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`error: cannot start ${node}: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.once('exit', (status, signal) => {
    process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 143);
  });
}
