// A tiny process of its own that stops PostgreSQL and removes its folder when this process says so or dies
// in any way, kill -9 included: it waits for the end of its standard input, which only this process holds.
import { spawn } from 'node:child_process';

/** `$1` is the folder to remove. Each line read is the process id to stop in place of the one before. */
const SCRIPT = `
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -INT "$pid" 2>/dev/null
  tries=0
  while [ -e "$1/data/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
    sleep 0.05
    tries=$((tries + 1))
    [ "$tries" -eq 60 ] && kill -QUIT "$pid" 2>/dev/null
  done
  [ "$tries" -eq 100 ] && kill -KILL "$pid" 2>/dev/null
fi
rm -rf -- "$1"
`;

export interface Guardian {
  watch(pid: number): void;
  /** Stops what is watched, removes the folder, and settles when both are done. */
  finish(): Promise<void>;
}

export function guard(folder: string): Guardian {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'hpol-guardian', folder], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    shell.once('exit', () => resolve());
    shell.once('error', reject);
  });
  // A machine without /bin/sh fails at `finish`; without a listener it would end the process now.
  ended.catch(() => undefined);
  shell.unref();
  return {
    watch: (pid) => void shell.stdin.write(`${pid}\n`),
    finish: () => {
      shell.stdin.end();
      shell.ref();
      return ended;
    },
  };
}
