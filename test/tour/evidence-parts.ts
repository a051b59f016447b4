// The parts of the tour that happen afterwards: the recordings are proved, tampered with, and replayed against a
// change of the policy.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { policyc, policyd, until } from '../kit/clinic.ts';
import { readRecording } from '../../runtime/recording/read-recording.ts';
import { claim, quote, ran, say, type Part, type Stage } from './stage.ts';

const BASELINE = 'before.bundle.tar.gz';

const publicKey = ({ clinic }: Stage): string => join(clinic.house.folder, 'state', 'evidence-key.pub.pem');

async function verify(stage: Stage): Promise<void> {
  const { clinic } = stage;
  const paths = clinic.recordingPaths();
  await until(
    () => paths.every((path) => [...readRecording(path)].at(-1)?.kind === 'checkpoint'),
    'the end of every recording',
  );
  const proof = await policyd(['verify', clinic.house.recordings, '--key', publicKey(stage)]);
  ran('policyd verify recordings', { ...proof, stdout: proof.stdout.replaceAll(`${clinic.house.folder}/`, '') });
  claim(`all ${paths.length} recordings are as they were written`, proof.status === 0);
  const hits = paths.flatMap((path) =>
    [...readRecording(path)]
      .filter(
        (record, _, [first]) =>
          first?.kind === 'session.open' && first.identity.user !== 'bo' && record.kind === 'response',
      )
      .flatMap((record) => (record.kind === 'response' ? clinic.sweep.find(Buffer.from(record.bytes, 'base64')) : [])),
  );
  claim('recordings of masked sessions hold no protected value', hits.length === 0);
}

const ANA = '"user":"ana"';

async function tamper(stage: Stage): Promise<void> {
  const isOfAna = (path: string): boolean => readFileSync(path, 'utf8').includes(ANA);
  const original = stage.clinic.recordingPaths().find(isOfAna) ?? '';
  const copy = join(stage.folder, basename(original));
  const text = readFileSync(original, 'utf8');
  const changed = text.replace(ANA, '"user":"eve"');
  claim('a copy of a recording now says that eve asked, not ana', changed !== text);
  writeFileSync(copy, changed);
  const proof = await policyd(['verify', copy, '--key', publicKey(stage)]);
  ran('policyd verify tampered', { ...proof, stdout: proof.stdout.replaceAll(`${stage.folder}/`, '') });
  claim(
    'verification fails and names the record',
    proof.status === 1 && /record \d+/.test(proof.stdout + proof.stderr),
  );
}

/** The change under review: nurses see what clinicians see, and the tests that would object are gone. */
const change = (policy: string): string =>
  policy
    .replace('(clinician or privacy)', '(clinician or privacy or "nurses" in identity.groups)')
    .split('\ntest "')[0] ?? '';

const changedFolder = ({ folder }: Stage): string => join(folder, 'changed');

async function policyChange(stage: Stage): Promise<void> {
  const before = stage.clinic.house.policy;
  const baseline = join(stage.folder, BASELINE);
  const built = await policyc(['build', before, '-o', baseline]);
  ran(`policyc build ${basename(before)} -o ${BASELINE}`, built);
  claim('the policy in force is kept as a bundle', built.status === 0);
  cpSync(dirname(before), changedFolder(stage), { recursive: true });
  const path = join(changedFolder(stage), basename(before));
  const old = readFileSync(path, 'utf8');
  writeFileSync(path, change(old));
  say('\n  Somebody changes one line of the policy, and leaves out its tests:');
  quote(oneLineDiff(old, change(old)));
  const checked = await policyc(['check', path]);
  ran('policyc check changed policy', checked);
  claim('the change is a valid policy', checked.status === 0 && change(old) !== old);
}

function oneLineDiff(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return old
    .slice(0, now.length - 1)
    .flatMap((line, index) => (line === now[index] ? [] : [`- ${line}`, `+ ${now[index] ?? ''}`]))
    .join('\n');
}

async function replay(stage: Stage): Promise<void> {
  const { recordings } = stage.clinic.house;
  const baseline = join(stage.folder, BASELINE);
  const replayed = ['--recordings', recordings, '--against', baseline, '--key', publicKey(stage)];
  const diff = await policyc(['test', changedFolder(stage), ...replayed]);
  ran(`policyc test changed --recordings recordings --against ${BASELINE} --key evidence-key.pub.pem`, diff);
  const said = `${diff.stdout}${diff.stderr}`;
  claim('replay fails the change', diff.status === 1);
  claim(
    'it says that ana would now be exposed to phi.ssn',
    /expos/i.test(said) && /ana/.test(said) && /phi\.ssn/.test(said),
  );
  claim('it shows no protected value itself', stage.clinic.sweep.find(said).length === 0);
  const same = await policyc(['test', dirname(stage.clinic.house.policy), ...replayed]);
  if (same.status !== 0) ran('policyc test', same);
  claim('the policy as it was passes the same replay', same.status === 0);
  say(`${readdirSync(recordings).filter((name) => name.endsWith('.jsonl')).length} sessions replayed`);
}

export const EVIDENCE_PARTS: readonly Part[] = [
  { title: 'The recordings are proved', play: verify },
  { title: 'A recording is tampered with', play: tamper },
  { title: 'A policy change', play: policyChange },
  { title: 'What the change would have done: replay', play: replay },
];
