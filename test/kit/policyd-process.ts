// A gateway in a process of its own, as operators run it: `policyd serve -c FILE`.
import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';

const POLICYD = join(resolve(import.meta.dirname, '../..'), 'bin/policyd');
const START_MS = 20_000;

export interface PolicydProcess {
  readonly pid: number;
  readonly port: number;
  /** Ends it by SIGTERM; its exit status. */
  stop(): Promise<number>;
}

/** Starts it and waits until it listens; throws with what it said when it ends before. */
export async function startPolicydProcess(config: string, port: number): Promise<PolicydProcess> {
  const child = spawn(process.execPath, [POLICYD, 'serve', '-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('policyd did not start');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  const ended = new Promise<number>((settle) => child.once('close', (code) => settle(code ?? -1)));
  await untilListening(port, child, () => said);
  return {
    pid,
    port,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function untilListening(port: number, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`policyd ended with status ${child.exitCode}: ${said()}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`policyd did not listen on port ${port} in ${START_MS} ms: ${said()}`);
    }
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
