// What both ends of SCRAM-SHA-256 share (RFC 5802, RFC 7677): keys, proofs and the attribute syntax. No channel binding.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ProtocolFault } from './protocol-fault.ts';

export const MECHANISM = 'SCRAM-SHA-256';

export const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
export const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

export function xor(left: Buffer, right: Buffer): Buffer {
  if (left.length !== right.length) throw new ProtocolFault('a SCRAM proof has the wrong length');
  return Buffer.from(left.map((byte, at) => byte ^ (right[at] ?? 0)));
}

export const isSame = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right);

/** The value of the attribute that must stand at `index` of a comma-separated message: `r=…`. */
export function attribute(parts: readonly string[], index: number, name: string): string {
  const part = parts[index];
  if (part === undefined || !part.startsWith(`${name}=`)) {
    throw new ProtocolFault(`a SCRAM message lacks the attribute ${name}`);
  }
  return part.slice(2);
}

/** Strict base64. */
export function base64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new ProtocolFault('a SCRAM message holds invalid base64');
  return bytes;
}
