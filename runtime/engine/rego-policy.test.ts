// Rego policies as a real OPA compiled them, alone and beside an hpol policy: what they decide, and that nothing they do lets anything pass.
import { describe, expect, test, vi } from 'vitest';
import { bundleOf, compileText, regoBundle } from '../../test/kit/bundles.ts';
import { unpackBundle, type BundleFiles } from '../../compiler/abi/bundle.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { statement as statementEvent } from '../../test/conformance/events.ts';
import { combineEngines, regoNames } from './combine-engines.ts';
import type { Engine } from './engine.ts';
import { loadEngine } from './load-engine.ts';
import { openRegoPolicy, type RegoPolicy } from './rego-policy.ts';

const POLICY = `policy clinic
default allow
class phi { name: column a.b.name ssn: column a.b.ssn }
mask ssn of phi.ssn with keep last 4 because "minimum necessary"
block writes on postgres.statement when statement.category == write because "read only"
approve exports on postgres.statement when statement.command == COPY by 1 of "office" within 10m for once because "exports are watched"
`;
const engine: Engine = await loadEngine(await bundleOf(compileText(POLICY)));
const FILES: BundleFiles = unpackBundle(regoBundle('hospital'));
const open = (entrypoint: string, files = FILES): RegoPolicy => openRegoPolicy(files, regoNames(engine, entrypoint));
const both = combineEngines(engine, [open('hospital/decision')]);

interface Asked {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly claims?: Readonly<Record<string, string>>;
  readonly statement?: Readonly<Record<string, string>>;
}

function event({ user = 'ana', groups = ['nurses'], claims = {}, statement = {} }: Asked = {}): PolicyEvent {
  const fields = Object.entries(statement).map(([name, value]) => [`statement.${name}`, value] as const);
  return statementEvent({
    'identity.user': user,
    'identity.groups': groups,
    'identity.claims': claims,
    ...Object.fromEntries(fields),
  });
}
const asked = (decision: unknown): Asked => ({ claims: { decision: JSON.stringify(decision) } });

describe('beside an hpol policy', () => {
  test('the stronger mask on each member applies, and all firing rules are named', () => {
    expect(both.decide(event())).toEqual({
      effect: 'allow',
      decided_by: null,
      reason: 'the policy allows by default',
      doc: '',
      rules: ['ssn', 'hospital/decision:names_hidden'],
      approvals: [],
      masks: [
        { member: 'phi.name', transform: 'redact', rule: 'hospital/decision:names_hidden' },
        { member: 'phi.ssn', transform: 'keep last 2', rule: 'hospital/decision:names_hidden' },
      ],
    });
    expect(both.metadata.transforms).toContainEqual({ kind: 'keep_last', count: 2 });
    expect(both.decide(event({ groups: ['clinicians'] })).masks).toEqual(
      engine.decide(event({ groups: ['clinicians'] })).masks,
    );
  });

  test('either one blocks, and an approval is asked for by both', () => {
    expect(both.decide(event({ statement: { command: 'INSERT', category: 'write' } }))).toMatchObject({
      effect: 'block',
      decided_by: 'writes',
      reason: 'read only',
    });
    expect(both.decide(event({ statement: { command: 'DROP', category: 'schema' } }))).toMatchObject({
      effect: 'block',
      decided_by: 'hospital/decision',
      reason: 'tables are dropped by migrations only',
    });
    expect(both.decide(event({ statement: { command: 'COPY' } }))).toMatchObject({
      effect: 'approve',
      decided_by: 'exports',
      approvals: [
        { rule: 'exports', group: 'office' },
        { rule: 'hospital/decision:exports', group: 'privacy-office', count: 1 },
      ],
    });
  });

  test('an event that is not valid is a block, whatever Rego says', () => {
    const broken = { ...event(), identity: {} };
    expect(combineEngines(engine, [open('echo/large')]).decide(broken)).toMatchObject({
      effect: 'block',
      reason: expect.stringContaining('the event is not valid') as string,
    });
  });

  test('data documents are there, to the last digit', () => {
    expect(both.decide(event({ groups: ['büro <&> \u2028'] })).rules).toEqual(['ssn']);
  });
});

describe('the data that decide are those whose hash was signed, not what another reader makes of the bytes', () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const data = new TextDecoder().decode(FILES.get('/data.json'));
  const withData = (content: Uint8Array): RegoPolicy =>
    open('hospital/decision', new Map([...FILES, ['/data.json', content]]));

  test('a byte order mark is no part of them', () => {
    expect(withData(encode(`\ufeff${data}`)).decide(event()).masks).toHaveLength(2);
  });

  test('of a key that stands twice the last counts', () => {
    const trusted = (groups: string): string => data.replace(/"trusted_groups":\[[^\]]*\]/, groups);
    const twice = '"trusted_groups":["nurses"],"trusted_groups":["clinicians"]';
    expect(withData(encode(trusted('"trusted_groups":["nurses"]'))).decide(event()).masks).toEqual([]);
    expect(withData(encode(trusted(twice))).decide(event()).masks).toHaveLength(2);
  });

  test('what is not UTF-8 is refused', () => {
    const latin = Buffer.from(
      JSON.stringify({ hospital: { trusted_groups: ['b\u00fcro'], export_office: 'x' } }),
      'latin1',
    );
    expect(() => withData(latin)).toThrow(/its module or its data cannot be loaded/);
  });
});

describe('what is no answer is a block that says so', () => {
  const echo = open('echo/decision');
  const reason = (policy: RegoPolicy, given: Asked): string => {
    const decision = policy.decide(event(given));
    expect(decision).toMatchObject({ effect: 'block', decided_by: null, rules: [], masks: [], approvals: [] });
    return decision.reason;
  };

  test('undefined', () => {
    expect(reason(echo, {})).toBe(
      'the Rego policy echo/decision cannot be relied on, so nothing is allowed: it gave no decision',
    );
    expect(reason(echo, { claims: { decision: 'no JSON' } })).toContain('it gave no decision');
  });

  test('another shape, an unknown member, an unknown transform', () => {
    expect(reason(echo, asked(true))).toContain('the answer must be an object');
    expect(
      reason(echo, asked({ effect: 'allow', reason: 'x', masks: [{ member: 'phi.x', transform: 'redact' }] })),
    ).toContain('class member');
    expect(
      reason(echo, asked({ effect: 'allow', reason: 'x', masks: [{ member: 'phi.ssn', transform: 'x' }] })),
    ).toContain('transform');
  });

  test('masks of the hpol policy stay when Rego fails', () => {
    expect(combineEngines(engine, [echo]).decide(event())).toMatchObject({
      effect: 'block',
      masks: [{ member: 'phi.ssn' }],
    });
  });

  test('masks that depend on the statement, which a cursor could use to get rid of them', () => {
    const byStatement = open('echo/by_statement');
    const text = JSON.stringify({ effect: 'allow', reason: 'x', masks: [{ member: 'phi.ssn', transform: 'redact' }] });
    expect(reason(byStatement, { statement: { text } })).toContain(
      'its masks depend on more than identity, session and target',
    );
    const plain = JSON.stringify({ effect: 'allow', reason: 'by text' });
    expect(byStatement.decide(event({ statement: { text: plain } }))).toMatchObject({
      effect: 'allow',
      reason: 'by text',
    });
  });

  test('more memory than there is, and the next question is answered again', () => {
    const large = open('echo/large');
    for (let times = 0; times < 3; times += 1) {
      expect(reason(large, { user: 'large' })).toContain('it failed');
      expect(large.decide(event())).toMatchObject({ effect: 'allow', reason: 'small' });
    }
  });

  test('a host function that throws: what was left in the middle is not asked again', () => {
    const formatted = open('echo/formatted');
    // Each throw through the module leaves a part of its stack taken: some 4,250 of them break an instance that is kept.
    const instances = vi.spyOn(WebAssembly, 'Instance');
    expect(formatted.decide(event({ claims: { format: '%z' } })).reason).toContain('it failed');
    expect(instances).not.toHaveBeenCalled();
    expect(formatted.decide(event({ claims: { format: 'for %s' } }))).toMatchObject({
      effect: 'allow',
      reason: 'for x',
    });
    expect(instances).toHaveBeenCalledOnce();
    instances.mockRestore();
  });

  test('long input is taken or blocked, and nothing is thrown', () => {
    const text = 'x'.repeat(8_000_000);
    expect(['allow', 'block']).toContain(open('hospital/decision').decide(event({ statement: { text } })).effect);
  });
});

describe('a bundle that cannot be used is refused at load', () => {
  const without = (name: string): BundleFiles => new Map([...FILES].filter(([each]) => each !== name));
  test('no module, no WebAssembly, data that is no JSON, data elsewhere', () => {
    const change = (name: string, text: string): BundleFiles =>
      new Map([...FILES, [name, new TextEncoder().encode(text)]]);
    expect(() => open('hospital/decision', without('/policy.wasm'))).toThrow(
      /`\/policy.wasm` is missing; build it with `opa build -t wasm/,
    );
    expect(() => open('hospital/decision', change('/policy.wasm', 'x'))).toThrow(
      /its module or its data cannot be loaded/,
    );
    expect(() => open('hospital/decision', change('/data.json', '{'))).toThrow(
      /its module or its data cannot be loaded/,
    );
    expect(() => open('hospital/decision', change('/more/data.json', '{}'))).toThrow(
      /it has data at `\/more\/data.json`/,
    );
    expect(() => open('hospital/decision', change('/more/data.yml', 'a: 1'))).toThrow(/it has data at/);
  });

  test('an hpol bundle is not taken for one of Rego by mistake of its entrypoint', async () => {
    const own = unpackBundle(await bundleOf(compileText(POLICY)));
    expect(() => open('hospital/decision', own)).toThrow(/only `clinic\/decision`/);
  });
});
