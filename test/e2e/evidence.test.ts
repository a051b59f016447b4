// What a session leaves behind: a recording that proves itself, holds no protected value, and holds decisions that any host of
// the same module gives again.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRecording } from '../../runtime/recording/read-recording.ts';
import type { StatementDecided } from '../../runtime/recording/records.ts';
import { policyc, policyd, TestClinic, until } from '../kit/clinic.ts';

let clinic: TestClinic;
let recording: string;
const scratch = mkdtempSync(join(tmpdir(), 'hpol-evidence-'));

beforeAll(async () => {
  clinic = await TestClinic.start();
  const ana = await clinic.connect('ana');
  await ana.query(
    'SELECT ssn, mrn, notes FROM clinical.patients p JOIN clinical.encounters e ON e.patient_id = p.id LIMIT 20',
  );
  await ana.query('SELECT reverse(ssn) FROM clinical.patients LIMIT 3');
  await ana.query("SELECT id FROM clinical.patients WHERE ssn LIKE '9%'").catch(() => undefined);
  await ana.query('DROP TABLE clinical.patients').catch(() => undefined);
  await ana.end();
  recording = await until(() => clinic.recordingPaths()[0], 'a recording');
  await until(() => [...readRecording(recording)].at(-1)?.kind === 'checkpoint', 'its end');
});
afterAll(async () => {
  await clinic.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const statements = (): readonly StatementDecided[] =>
  [...readRecording(recording)].filter((record) => record.kind === 'statement');

describe('the recording', () => {
  test('verifies with the public key that lies beside the store', async () => {
    const { status, stdout } = await policyd(['verify', recording, '--key', publicKey()]);
    expect(stdout).toContain(basename(recording));
    expect(status).toBe(0);
  });

  test('holds no protected value, not even in what it says was sent', () => {
    const text = readFileSync(recording, 'utf8');
    expect(clinic.sweep.find(text)).toEqual([]);
    const responses = [...readRecording(recording)].filter((record) => record.kind === 'response');
    expect(responses.length).toBeGreaterThan(0);
    for (const { bytes } of responses) expect(clinic.sweep.find(Buffer.from(bytes, 'base64'))).toEqual([]);
  });

  test('keeps what was asked, what was decided, and how much was masked', () => {
    expect(statements().map(({ enforcement }) => enforcement.action)).toEqual([
      'forward',
      'forward',
      'refuse',
      'refuse',
    ]);
    const results = [...readRecording(recording)].flatMap((record) =>
      record.kind === 'response' ? record.results : [],
    );
    expect(results[0]).toMatchObject({ outcome: 'complete', rows: 20 });
    expect(results[0]?.masked).toMatchObject({ 'phi.ssn keep last 4': 20 });
  });

  test.each([0.01, 0.3, 0.5, 0.7, 0.99])(
    'is refused, naming the record, when the byte at %d of it changes',
    async (place) => {
      const bytes = readFileSync(recording);
      const at = Math.floor(bytes.length * place);
      bytes[at] = bytes[at]! ^ 1;
      const folder = join(scratch, String(place));
      mkdirSync(folder);
      const copy = join(folder, basename(recording));
      writeFileSync(copy, bytes);
      const { status, stdout, stderr } = await policyd(['verify', copy, '--key', publicKey()]);
      expect(status).toBe(1);
      expect(`${stdout}${stderr}`).toMatch(/record \d+/);
    },
  );
});

const publicKey = (): string => join(clinic.house.folder, 'state', 'evidence-key.pub.pem');

describe('a recorded decision', () => {
  test('is what `policyc eval` and any OPA host give for the recorded event', async () => {
    const bundle = join(scratch, 'clinical.bundle.tar.gz');
    const built = await policyc(['build', clinic.house.policy, '-o', bundle]);
    expect(built).toMatchObject({ status: 0 });
    expect(statements().length).toBeGreaterThan(0);
    for (const { event, decision } of statements()) {
      const input = join(scratch, 'event.json');
      writeFileSync(input, JSON.stringify(event));
      for (const via of [[], ['--via', 'opa']]) {
        const { stdout } = await policyc(['eval', bundle, '--event', 'postgres.statement', '--input', input, ...via]);
        expect(JSON.parse(stdout)).toEqual(decision);
      }
      expect(await opaDecision(bundle, event)).toEqual(decision);
    }
  });
});

/** The bundle's own policy.wasm under the npm SDK of Open Policy Agent, with nothing of this repository between. */
async function opaDecision(bundle: string, event: object): Promise<unknown> {
  const folder = join(scratch, 'opened');
  mkdirSync(folder, { recursive: true });
  cpSync(bundle, join(folder, 'bundle.tar.gz'));
  execFileSync('tar', ['-xzf', 'bundle.tar.gz'], { cwd: folder, stdio: 'ignore' });
  const { loadPolicy } = await import('@open-policy-agent/opa-wasm');
  const policy = await loadPolicy(readFileSync(join(folder, 'policy.wasm')));
  const [first] = policy.evaluate(event) as { result: unknown }[];
  return first?.result;
}
