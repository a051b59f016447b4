// The bare pipe in a process of its own, and the memory that a process holds.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PipeProcess {
  readonly pid: number;
  readonly port: number;
  stop(): void;
}

export async function startPipe(targetPort: number): Promise<PipeProcess> {
  const script = join(import.meta.dirname, 'pipe-proxy.ts');
  const child = spawn(process.execPath, [script, String(targetPort)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((settle, reject) => {
    child.once('error', reject);
    child.stdout.setEncoding('utf8').once('data', (text: string) => settle(Number(text)));
  });
  if (child.pid === undefined) throw new Error('the pipe did not start');
  return { pid: child.pid, port, stop: () => void child.kill() };
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
