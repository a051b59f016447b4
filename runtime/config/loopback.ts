// Which addresses never leave the machine.
import { isIP } from 'node:net';

/** Other host names are not asked for: what they mean can change. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
