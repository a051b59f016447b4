// Access tickets: random secrets that a client gives as its password. Only their hash is ever stored.
import { createHash, randomBytes } from 'node:crypto';

/** 192 random bits behind a prefix that secret scanners can look for. */
export const newTicket = (): string => `hpt_${randomBytes(24).toString('base64url')}`;

/** What identities.yaml holds as `ticket_sha256`. */
export const hashTicket = (ticket: string): string => createHash('sha256').update(ticket, 'utf8').digest('hex');
