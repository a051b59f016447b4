// The engine around a module: large events, growth of memory, failures that must block, and the door that bundles are.
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BundleFault, readBundle } from '../../compiler/abi/bundle.ts';
import { readTar, writeTar, type TarFile } from '../../compiler/abi/tar.ts';
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import { createDecider } from '../../runtime/engine/decider.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import {
  approve,
  attribute,
  columns,
  mask,
  member,
  plain,
  program,
  text,
  textTest,
  touches,
  yes,
} from './build-program.ts';
import { statement } from './events.ts';
import { membersOf } from './interpreter.ts';

const MEMBERS = [
  member('phi.ssn', [columns(['clinical'], ['*'], ['ssn'])]),
  member('phi.name', [columns(['clinical'], ['patients'], ['first_name', 'My*'])]),
];
const POLICY = program(
  [
    plain('block', 'stop', textTest(attribute('statement.text'), 'ends_with', text('DROP'))),
    approve('ask', touches('statement.reads', [0])),
    mask('hide', yes, [[0, { kind: 'pseudonym' }]]),
  ],
  { members: MEMBERS },
);
const COMPILED = compileModule(POLICY);
const BUNDLE = writeBundle(COMPILED);

describe('deciding', () => {
  test('texts and lists far larger than the first block, then small ones again', async () => {
    const engine = await loadEngine(BUNDLE);
    for (const size of [10, 70_000, 5_000_000, 10]) {
      expect(engine.decide(statement({ 'statement.text': `${'é'.repeat(size)}DROP` })).decided_by).toBe('stop');
      expect(engine.decide(statement({ 'statement.text': `${'é'.repeat(size)}DRO` })).effect).toBe('allow');
    }
    const many = Array.from({ length: 20_000 }, (_, number) => `clinical.t${number}.c`);
    expect(engine.decide(statement({ 'statement.reads': many })).effect).toBe('allow');
    expect(engine.decide(statement({ 'statement.reads': [...many, 'clinical.t.ssn'] })).effect).toBe('approve');
  });

  test('row plans live through growth of memory by events', async () => {
    const engine = await loadEngine(BUNDLE);
    const plan = engine.plan([{ operation: 2, count: 0, constant: '[phi.ssn]' }]);
    const row = Buffer.from('440000000d0001000000033132330a'.slice(0, 28), 'hex');
    const masked = (): string => Buffer.from(engine.maskRows(plan, row).output).toString('latin1');
    const before = masked();
    expect(before).toContain('[phi.ssn]');
    engine.decide(statement({ 'statement.text': 'x'.repeat(8_000_000) }));
    expect(masked()).toBe(before);
    expect(engine.decide(statement()).effect).toBe('allow');
  });

  test('a sparse list is not valid', async () => {
    const engine = await loadEngine(BUNDLE);
    const sparse: string[] = Array.from({ length: 0 });
    sparse[1] = 'b';
    const { reason } = engine.decide(statement({ 'identity.groups': sparse }));
    expect(reason).toBe('the event is not valid: identity.groups must be a list of texts');
  });

  test('a module that traps, or names rules that nobody knows, blocks', () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const module = new WebAssembly.Module(new Uint8Array(COMPILED.wasm));
    const exports = moduleExports(new WebAssembly.Instance(module, { env: { memory } }));
    const trapping = {
      ...exports,
      hpol_decide: (): number => {
        throw new WebAssembly.RuntimeError('unreachable');
      },
    };
    const blocked = { effect: 'block', decided_by: null, rules: [], masks: [] };
    expect(createDecider(trapping, memory, COMPILED.metadata).decide(statement())).toMatchObject(blocked);
    const foreign = { ...COMPILED.metadata, rules: [] };
    expect(createDecider(exports, memory, foreign).decide(statement())).toMatchObject(blocked);
  });
});

test('membersOf agrees with the reference, quoted, malformed and remembered', async () => {
  const engine = await loadEngine(BUNDLE);
  const names = [
    'clinical.x.ssn',
    'clinical.patients."My x"',
    'clinical.patients.first_name',
    'a.b.c',
    'a.b',
    '',
    'a."',
    '\ud800.a.b',
  ];
  for (const name of [...names, ...names])
    expect([name, engine.membersOf(name)]).toEqual([name, membersOf(POLICY, name)]);
});

test('the key changes pseudonyms, and its copy is wiped', async () => {
  const engine = await loadEngine(BUNDLE);
  const plan = engine.plan([{ operation: 5, count: 0, constant: '' }]);
  const row = Buffer.from('440000000d000100000003313233', 'hex');
  const masked = (): string => Buffer.from(engine.maskRows(plan, row).output).toString('hex');
  const without = masked();
  engine.setKey(Buffer.alloc(32, 1));
  const first = masked();
  engine.setKey(Buffer.alloc(32, 2));
  expect(new Set([without, first, masked()]).size).toBe(3);
  expect(without).toBe('440000000a0001ffffffff');
});

describe('bundles', () => {
  const files = (): TarFile[] => {
    const read = readTar(gunzipSync(BUNDLE));
    if (typeof read === 'string') throw new Error(read);
    return [...read];
  };
  const packed = (change: (file: TarFile) => TarFile | null): Uint8Array =>
    gzipSync(writeTar(files().flatMap((file) => change(file) ?? [])));
  const withMetadata = (change: (metadata: Record<string, unknown>) => unknown): Uint8Array =>
    packed((file) => {
      if (file.name !== '/hpol/policy.json') return file;
      const metadata = JSON.parse(Buffer.from(file.bytes).toString()) as Record<string, unknown>;
      return { name: file.name, bytes: Buffer.from(JSON.stringify(change(metadata))) };
    });

  test('equal modules give equal bytes, and reading gives back what was written', () => {
    expect(Buffer.from(writeBundle(compileModule(structuredClone(POLICY)))).equals(Buffer.from(BUNDLE))).toBe(true);
    const { wasm, metadata } = readBundle(BUNDLE);
    expect(Buffer.from(wasm).equals(Buffer.from(COMPILED.wasm))).toBe(true);
    expect(metadata).toEqual(COMPILED.metadata);
  });

  test('the layout is OPA’s', () => {
    expect(files().map(({ name }) => name)).toEqual([
      '/data.json',
      '/policy.wasm',
      '/.manifest',
      '/hpol/policy.json',
      '/hpol/release.json',
    ]);
    const manifest = files().find(({ name }) => name === '/.manifest');
    const { wasm } = JSON.parse(Buffer.from(manifest!.bytes).toString()) as { wasm: readonly { module: string }[] };
    expect(wasm).toContainEqual({ entrypoint: 'example/decision', module: '/policy.wasm' });
    expect(wasm).toContainEqual({ entrypoint: 'example/postgres/statement', module: '/policy.wasm' });
    expect(wasm).toHaveLength(1 + EVENTS.length);
  });

  const flipped = (): Uint8Array =>
    packed((file) => (file.name === '/policy.wasm' ? { ...file, bytes: file.bytes.with(100, 0xff) } : file));
  const faults: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
    ['nothing', () => new Uint8Array(), /not a whole gzip file/],
    ['no gzip', () => Buffer.from('policy'), /not a whole gzip file/],
    ['a cut', () => BUNDLE.subarray(0, BUNDLE.length / 2), /not a whole gzip file/],
    ['too much inside', () => gzipSync(Buffer.alloc(65 * 1024 * 1024)), /not a whole gzip file/],
    ['no archive', () => gzipSync(Buffer.alloc(2048, 'x')), /checksum/],
    ['an archive without end', () => gzipSync(gunzipSync(BUNDLE).subarray(0, 1024)), /ends before/],
    ['an entry that lies', () => gzipSync(gunzipSync(BUNDLE).subarray(0, 3000)), /longer than the archive/],
    ['no module', () => packed((file) => (file.name === '/policy.wasm' ? null : file)), /`\/policy.wasm` is missing/],
    [
      'no metadata',
      () => packed((file) => (file.name === '/hpol/policy.json' ? null : file)),
      /`\/hpol\/policy.json` is missing/,
    ],
    [
      'a module twice',
      () => gzipSync(writeTar([...files(), { name: 'policy.wasm', bytes: Buffer.alloc(0) }])),
      /twice/,
    ],
    ['another module', flipped, /is not the module/],
    ['a later format', () => withMetadata((metadata) => ({ ...metadata, format: 2 })), /another format version/],
    [
      'no release',
      () => packed((file) => (file.name === '/hpol/release.json' ? null : file)),
      /`\/hpol\/release.json` is missing/,
    ],
    [
      'a release with a limit that is not known',
      () =>
        packed((file) =>
          file.name === '/hpol/release.json'
            ? { ...file, bytes: Buffer.from('{"format":1,"notAfter":null,"sequence":null,"tests":null,"notBefore":1}') }
            : file,
        ),
      /release.json` is not what/,
    ],
    ['a later interface', () => withMetadata((metadata) => ({ ...metadata, abi: 3 })), /of version 3 of the binary/],
    [
      'an interface from before masks had terms',
      () => withMetadata((metadata) => ({ ...metadata, abi: 1 })),
      /of version 1 of the binary/,
    ],
    [
      'an interface before versions',
      () => withMetadata(({ abi: _abi, ...metadata }) => metadata),
      /of no version of the binary interface, and this is version 2; build it with/,
    ],
    ['metadata that is a list', () => withMetadata(() => []), /is not what policyc writes/],
    [
      'rules without names',
      () => withMetadata((metadata) => ({ ...metadata, rules: [{}] })),
      /is not what policyc writes/,
    ],
  ];
  test.for(faults)('%s is a fault that says so', ([, make, message]) => {
    expect(() => readBundle(make())).toThrow(BundleFault);
    expect(() => readBundle(make())).toThrow(message);
  });

  test('names that other tools write are understood', () => {
    const renamed = packed((file) => ({ ...file, name: `.${file.name}` }));
    expect(readBundle(renamed).metadata.name).toBe('example');
  });

  test('another vocabulary is refused, and so is a module without the surface', async () => {
    const other = withMetadata((metadata) => ({ ...metadata, vocabulary: '0'.repeat(64) }));
    await expect(loadEngine(other)).rejects.toThrow(/another vocabulary/);
    const empty = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const moduleSha256 = createHash('sha256').update(empty).digest('hex');
    const metadata = { ...COMPILED.metadata, moduleSha256 };
    await expect(loadEngine(writeBundle({ wasm: empty, metadata }))).rejects.toThrow(/the module lacks hpol_alloc/);
  });
});
