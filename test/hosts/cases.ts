// What the SDKs of other languages are asked, and what they have to answer: the npm SDK's results on the same module.
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { decisionEntrypoint, eventEntrypoint } from '../../compiler/abi/entrypoints.ts';
import { compileModule } from '../../compiler/compile.ts';
import { compileSource } from '../../lang/check/compile-source.ts';

const POLICY = `policy hosts
default allow

class phi { ssn: column clinical.*.ssn }

mask phi_by_default of phi with keep last 4 because "Minimum necessary"
block no_ddl on postgres.statement when statement.command == DROP or statement.text matches /truncate\\s/i because "No schema «changes»"
approve bulk on postgres.statement when statement.reads(phi) and statement.limit is absent by 1 of "owners" within 30m for once because "Bulk"
flag office on postgres.statement when now in 08:00..18:00 "Europe/Berlin" because "Office hours"
`;

const STATEMENT = {
  command: 'SELECT',
  category: 'read',
  commands: ['SELECT'],
  text: 'SELECT "ü" -- 😀\n',
  fingerprint: 'f',
  relations: [],
  reads: [] as readonly string[],
  filters_on: [],
  writes: [],
  returns: [],
  filtered: false,
  functions: [],
  analyzed: true,
  in_transaction: false,
};

const event = (statement: object, more: object = {}): object => ({
  event: 'postgres.statement',
  identity: { user: 'ana', kind: 'person', groups: ['nurses'], mfa: true, claims: {} },
  session: { id: 's', protocol: 'postgres', client_address: '2001:db8::1', started: 1_767_268_800_000 },
  target: { name: 'clinic', labels: { env: 'prod' } },
  now: 1_767_268_800_000,
  zone_offsets: { 'Europe/Berlin': 60 },
  statement: { ...STATEMENT, ...statement },
  ...more,
});

export interface Case {
  readonly entrypoint: string;
  readonly input: unknown;
}

const ANY = decisionEntrypoint('hosts');
const BY_EVENT = eventEntrypoint('hosts', 'postgres.statement');

export const CASES: readonly Case[] = [
  { entrypoint: ANY, input: event({}) },
  { entrypoint: ANY, input: event({ command: 'DROP', category: 'schema' }) },
  { entrypoint: ANY, input: event({ text: 'Truncate t', reads: ['clinical.patients.ssn'] }) },
  { entrypoint: BY_EVENT, input: event({ reads: ['clinical.patients."ssn"', 'odd name'] }, { event: undefined }) },
  { entrypoint: ANY, input: event({}, { zone_offsets: {} }) },
  { entrypoint: BY_EVENT, input: event({}, { event: 'session.open' }) },
  { entrypoint: ANY, input: event({ text: 'x'.repeat(100_000) }) },
  { entrypoint: ANY, input: event({}, { unknown: { a: [1, 2.5, null, { b: 'c' }] } }) },
  { entrypoint: ANY, input: {} },
  { entrypoint: ANY, input: [] },
  { entrypoint: ANY, input: event({}) },
];

export const DATA = { roles: { ana: ['admin'], texts: ['x'.repeat(500), 'é'] }, number: 1.5 };

/** The module, with or without vector instructions. */
export function hostModule(simd: boolean): Uint8Array {
  const file = 'hosts.hpol';
  const { program } = compileSource(file, (path) => (path === file ? POLICY : undefined));
  if (!program) throw new Error('the policy of the hosts does not compile');
  return compileModule(program, { simd }).wasm;
}

/** The result set of each case, or `trap`: without data, then with them. */
export async function expectedResults(wasm: Uint8Array): Promise<readonly unknown[]> {
  const policy = await loadPolicy(new Uint8Array(wasm));
  const all = (): readonly unknown[] =>
    CASES.map(({ entrypoint, input }) => {
      try {
        return policy.evaluate(input, entrypoint) as unknown;
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) return 'trap';
        throw error;
      }
    });
  const without = all();
  policy.setData(DATA);
  return [...without, ...all()];
}
