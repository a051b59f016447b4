// Opens the socket to a target, with TLS as configured. No query has been sent yet.
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { sslRequest } from '../wire/frontend-messages.ts';
import type { Target } from './services.ts';
import { TargetFault, unreachable } from './target-fault.ts';

export interface TargetSocket {
  readonly socket: Socket;
  readonly isEncrypted: boolean;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Rejects with a TargetFault. The socket is paused. */
export async function connectTarget(target: Target): Promise<TargetSocket> {
  const socket = connect({ host: target.host, port: target.port, noDelay: true, keepAlive: true });
  try {
    await happens(socket, 'connect');
    if (target.tls.mode === 'disable') return { socket, isEncrypted: false };
    socket.write(sslRequest());
    const answer = await readOnce(socket);
    if (answer.length !== 1) throw new TargetFault('sent data ahead of TLS');
    if (answer[0] === 0x53) return { socket: await upgrade(socket, target), isEncrypted: true };
    if (target.tls.mode === 'require') throw new TargetFault('does not offer TLS, which is required');
    return { socket, isEncrypted: false };
  } catch (error) {
    socket.destroy();
    throw error instanceof TargetFault ? error : unreachable(error);
  }
}

async function upgrade(socket: Socket, target: Target): Promise<Socket> {
  const { ca } = target.tls;
  const secure = connectTls({
    socket,
    host: target.host,
    rejectUnauthorized: ca !== null,
    ...(ca === null ? {} : { ca }),
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
  });
  await happens(secure, 'secureConnect');
  return secure;
}

/** Waits for one event, an error, a close or the time limit. */
function happens(socket: Socket, event: 'connect' | 'secureConnect' | 'data'): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      socket.off(event, onEvent).off('error', onError).off('close', onClose);
      act();
    };
    const onEvent = (value: unknown): void => settle(() => resolve(value));
    const onError = (error: Error): void => settle(() => reject(error));
    const onClose = (): void => settle(() => reject(new TargetFault('closed the connection')));
    const timer = setTimeout(
      () => settle(() => reject(new TargetFault('cannot be reached: it does not answer'))),
      CONNECT_TIMEOUT_MS,
    );
    socket.once(event, onEvent).once('error', onError).once('close', onClose);
  });
}

async function readOnce(socket: Socket): Promise<Buffer> {
  const data = happens(socket, 'data');
  socket.resume();
  const bytes = (await data) as Buffer;
  socket.pause();
  return bytes;
}
