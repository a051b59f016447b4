// policyd.yaml: defaults, refusals, and the published schema.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './load-config.ts';
import { isLoopback } from './loopback.ts';
import { POLICYD_SCHEMA } from './policyd-schema.ts';
import { printProblem } from './problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'hpol-config-'));
const path = join(folder, 'policyd.yaml');
const load = (text: string) => {
  writeFileSync(path, text);
  return loadConfig(path);
};
const TARGET =
  'clinic: { protocol: postgres, address: "127.0.0.1:5432", database: clinic, credential: { user: app_reader, password: env:P } }';
const small = (more = '', target = TARGET): string =>
  `policy: ./p.hpol\nidentities: ./i.yaml\ntargets:\n  ${target}\n${more}`;

test('the smallest configuration gets every default, with absolute paths', () => {
  expect(load(small())).toEqual({
    value: {
      folder,
      policy: join(folder, 'p.hpol'),
      bundle: { keys: [], scope: null, pollMs: null, onExpiry: 'block' },
      rego: [],
      postgres: { address: '127.0.0.1', port: 6432, tls: null },
      targets: [
        {
          name: 'clinic',
          host: '127.0.0.1',
          port: 5432,
          database: 'clinic',
          user: 'app_reader',
          passwordReference: 'env:P',
          tls: { mode: 'prefer', ca: null },
          labels: {},
        },
      ],
      identities: join(folder, 'i.yaml'),
      store: join(folder, 'state/policyd.db'),
      state: join(folder, 'state'),
      recordings: join(folder, 'recordings'),
    },
    problems: [],
  });
});

test('a target elsewhere gets TLS by default, and IPv6 addresses are read', () => {
  const far = load(small('', TARGET.replace('127.0.0.1:5432', '[2001:db8::7]:5433')));
  expect(far.value?.targets[0]).toMatchObject({ host: '2001:db8::7', port: 5433, tls: { mode: 'require' } });
});

test('bundles: keys, scope, polling, Rego, and URLs that are left as they are', () => {
  const more = `bundle: { keys: { release: ./k.pem }, scope: prod, poll_seconds: 30, on_expiry: keep }
rego: [{ bundle: ./r.tar.gz, entrypoint: hospital/decision }, { bundle: "http://127.0.0.1:8/r", entrypoint: a/b/c }]`;
  const { value, problems } = load(small(more).replace('./p.hpol', 'http://b.example/p.tar.gz'));
  expect(problems).toEqual([]);
  expect(value).toMatchObject({
    policy: 'http://b.example/p.tar.gz',
    bundle: { keys: [{ id: 'release', file: join(folder, 'k.pem') }], scope: 'prod', pollMs: 30_000, onExpiry: 'keep' },
    rego: [
      { bundle: join(folder, 'r.tar.gz'), entrypoint: 'hospital/decision' },
      { bundle: 'http://127.0.0.1:8/r', entrypoint: 'a/b/c' },
    ],
  });
});

const REFUSED: readonly [name: string, text: string, line: number | null, message: RegExp][] = [
  [
    'an unknown key',
    small('recording: {}'),
    5,
    /HPOL6002: `recording`: no such key\n {2}help: did you mean `recordings`\?/,
  ],
  ['a nested unknown key', small('listen: { postgres: { prot: 1 } }'), 5, /did you mean `port`/],
  ['a console that is not there', small('listen: { console: {} }'), 5, /HPOL6002: `listen.console`/],
  ['a missing key', 'policy: p\nidentities: i\n', 1, /HPOL6003: the key `targets` is missing/],
  ['no targets', 'policy: p\nidentities: i\ntargets: {}\n', 3, /HPOL6004: `targets`/],
  ['a port out of range', small('listen: { postgres: { port: 70000 } }'), 5, /listen.postgres.port/],
  [
    'an open address without TLS',
    small('listen: { postgres: { address: 0.0.0.0 } }'),
    5,
    /HPOL6006.*\n {2}help: add tls/,
  ],
  ['a store of another kind', small('store: postgres://x'), 5, /HPOL6004: `store`/],
  [
    'a password in clear',
    small('', TARGET.replace('env:P', 'hunter2')),
    4,
    /HPOL6004: `targets.clinic.credential.password`.*\n {2}help: A reference/,
  ],
  ['a ca that would not be checked', small('', TARGET.replace('}', '}, tls: { ca: ca.pem }')), 4, /mode: require/],
  ['a label that is no text', small('', TARGET.replace('}', '}, labels: { env: 1 }')), 4, /labels.env.*of type string/],
  [
    'an unsigned bundle over http',
    small().replace('./p.hpol', 'http://b.example/p'),
    1,
    /HPOL6006: `policy`: over http.*\n {2}help: use https/,
  ],
  ['a URL with a password', small().replace('./p.hpol', 'https://u:p@b.example/p'), 1, /carries no credentials/],
  ['a URL that is none', small().replace('./p.hpol', '"http://["'), 1, /`policy`: this is no URL/],
  ['a signed .hpol file', small('bundle: { keys: { a: a.pem } }'), 1, /HPOL6006: `policy`: a .hpol file is not signed/],
  ['a polled .hpol file', small('bundle: { poll_seconds: 5 }'), 5, /`bundle.poll_seconds`: a .hpol file is compiled/],
  ['no keys at all', small('bundle: { keys: {} }'), 5, /HPOL6004: `bundle.keys`/],
  ['a scope without keys', small('bundle: { scope: prod }').replace('.hpol', '.tar.gz'), 5, /no keys are configured/],
  ['polling without a pause', small('bundle: { poll_seconds: 0 }'), 5, /HPOL6004: `bundle.poll_seconds`/],
  ['another end', small('bundle: { on_expiry: allow }'), 5, /must be one of block, keep/],
  ['Rego without an entrypoint', small('rego: [{ bundle: r.tar.gz }]'), 5, /the key `entrypoint` is missing/],
  ['a Rego entrypoint in dots', small('rego: [{ bundle: r.tar.gz, entrypoint: data.a.b }]'), 5, /entrypoint/],
  [
    'Rego over http',
    small('rego: [{ bundle: "http://b.example/r", entrypoint: a/b }]'),
    5,
    /`rego.0.bundle`: over http/,
  ],
  ['a key twice', small('policy: q'), 5, /HPOL6001/],
];

test.each(REFUSED)('%s is refused', (_name, text, line, message) => {
  const { value, problems } = load(text);
  expect(value).toBeNull();
  expect(problems).toHaveLength(1);
  expect(problems[0]!.line).toBe(line);
  const printed = problems.map(printProblem).join('\n');
  expect(printed).toMatch(message);
  expect(printed).not.toContain('hunter2');
});

test('an unreadable file is named', () => {
  expect(loadConfig('/nowhere/policyd.yaml').problems.map(printProblem)).toEqual([
    expect.stringContaining('/nowhere/policyd.yaml: HPOL6000: cannot be read: no such file or directory'),
  ]);
});

test('loopback means loopback', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].map(isLoopback)).toEqual([true, true, true, true]);
  expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.evil.example', '127.example', ''].map(isLoopback)).toEqual(
    Array(6).fill(false),
  );
});

test('the published schema is the one in force', () => {
  const published = readFileSync(join(import.meta.dirname, '../../docs/policyd.schema.json'), 'utf8');
  expect(JSON.parse(published)).toEqual(POLICYD_SCHEMA);
});
