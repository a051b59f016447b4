// Starts the things that stand before the database, each in a process of its own, and stops them by their ids.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 20_000;

export interface Started {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

function started(child: ChildProcess, port: number): Started {
  if (child.pid === undefined) throw new Error('the process did not start');
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()));
  return {
    pid: child.pid,
    port,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

export async function startPipe(targetPort: number): Promise<Started> {
  const script = join(import.meta.dirname, 'pipe-proxy.ts');
  const child = spawn(process.execPath, [script, String(targetPort)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((settle, reject) => {
    child.once('error', reject);
    child.stdout.setEncoding('utf8').once('data', (text: string) => settle(Number(text)));
  });
  return started(child, port);
}

export async function startGateway(configPath: string, port: number): Promise<Started> {
  const child = spawn(process.execPath, [join(ROOT, 'runtime/cli/policyd.ts'), 'serve', '-c', configPath], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilListening(port, child);
  return started(child, port);
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with status ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error(`the gateway did not listen on port ${port} in ${START_MS} ms`);
    await new Promise((settle) => setTimeout(settle, 50));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });
}

/** Resident memory of a process in MiB; null where the system does not tell (it does on Linux). */
export function residentMebibytes(pid: number): number | null {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) / 1_024;
  } catch {
    return null;
  }
}
