// For tests: a throw-away evidence key, and small honest recordings made by the real recorder.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecording, RECORDING_SUFFIX } from '../recording/open-recording.ts';
import type { RecordBody, SessionOpened } from '../recording/records.ts';
import type { Signer } from '../recording/signer.ts';
import { loadSigner, PUBLIC_KEY_FILE } from './signing-key.ts';

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'hpol-test-'));

export function testKey(): { readonly signer: Signer; readonly publicKey: KeyObject; readonly folder: string } {
  const folder = temporaryFolder();
  const signer = loadSigner(folder);
  return { signer, publicKey: createPublicKey(readFileSync(join(folder, PUBLIC_KEY_FILE))), folder };
}

const allow = {
  effect: 'allow',
  decided_by: null,
  reason: 'the policy allows by default',
  rules: [],
  doc: '',
  approvals: [],
  masks: [],
} as const;

export const sessionOpened = (session: string): SessionOpened => ({
  kind: 'session.open',
  session,
  protocol: 'postgres',
  identity: { user: 'ana', kind: 'person', groups: ['nurses'], email: null, mfa: false, claims: {}, onBehalfOf: null },
  target: 'clinic',
  clientAddress: '127.0.0.1',
  application: null,
  tls: { client: false, target: false },
  policy: 'a'.repeat(64),
  policyName: 'clinical',
  event: { event: 'session.open', identity: { user: 'ana' } },
  decision: allow,
});

/** A closed recording of session `s1` with these records between opening and end. */
export function closedRecording(
  folder: string,
  signer: Signer,
  bodies: readonly RecordBody[],
): { path: string; bytes: Buffer } {
  const recorder = openRecording({ folder, sessionId: 's1', signer });
  recorder.append(sessionOpened('s1'));
  for (const body of bodies) recorder.append(body);
  recorder.close('the client left');
  const name = readdirSync(folder).find((entry) => entry.endsWith(`-s1${RECORDING_SUFFIX}`)) ?? '';
  return { path: join(folder, name), bytes: readFileSync(join(folder, name)) };
}
