// One suite for every SDK that loads the module: the same decisions, whatever a host does with memory, data and heap pointer.
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../compiler/abi/decision.ts';
import { entrypointNames } from '../../compiler/abi/entrypoints.ts';
import { compileModule } from '../../compiler/compile.ts';
import { POSTGRES_STATEMENT } from '../../lang/vocabulary/postgres.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import { and, attribute, columns, compare, mask, member, plain, program, text, window, yes } from './build-program.ts';
import { opening, statement } from './events.ts';
import { SDKS, startGoSdk, type Sdk } from './opa-sdks.ts';

const RULES = [
  plain('block', 'stop', compare(attribute('identity.user'), '==', text('ana'))),
  plain(
    'flag',
    'late',
    and(
      compare(attribute('identity.user'), '==', text('zoe')),
      window({ unit: 'clock', from: 0, to: 1440, zone: 'Europe/Berlin' }),
    ),
  ),
  mask('hide', yes, [[0, { kind: 'redact' }]]),
];
const MEMBERS = [member('phi.ssn', [columns(['clinical'], ['*'], ['ssn'])])];
const { wasm } = compileModule(program(RULES, { members: MEMBERS }));
const MODULE = new WebAssembly.Module(new Uint8Array(wasm));
const STATEMENT = 1 + EVENTS.indexOf(POSTGRES_STATEMENT);

const decisionOf = (result: string): Decision => {
  const results = JSON.parse(result) as readonly { readonly result: Decision }[];
  expect(results).toHaveLength(1);
  return results[0]!.result;
};
const decide = (sdk: Sdk, input: unknown, entrypoint = 0): Decision => decisionOf(sdk.evaluate(input, entrypoint));

const BLOCKED = { effect: 'block', decided_by: 'stop', rules: ['stop', 'hide'] };
const ALLOWED = { effect: 'allow', decided_by: null, rules: ['hide'] };
const ben = { 'identity.user': 'ben', 'statement.text': 'SELECT «ü» -- 😀\n"\\' };
/** A host that traps on this statement is used on: the policy asks for a zone that is not there. */
const trapping = statement({ 'identity.user': 'zoe', zone_offsets: { UTC: 0 } });
const expectTrap = (sdk: Sdk): void => expect(() => sdk.evaluate(trapping)).toThrow(WebAssembly.RuntimeError);
const DATA = { roles: { ana: ['admin'], list: [1, 2.5, null, true, 'x'.repeat(300)] } };

describe.each(SDKS)('%s', (_, start) => {
  test('lists the entrypoints and takes each', () => {
    const sdk = start(MODULE);
    expect(Object.keys(sdk.entrypoints)).toEqual(entrypointNames('example'));
    expect(Object.values(sdk.entrypoints)).toEqual(entrypointNames('example').map((_name, number) => number));
    expect(decide(sdk, statement(), STATEMENT)).toMatchObject(BLOCKED);
    expect(decide(sdk, statement({ event: undefined, ...ben }), STATEMENT)).toMatchObject(ALLOWED);
    expect(decide(sdk, opening(), STATEMENT).reason).toContain('event must be the event of the entrypoint');
    expect(() => sdk.evaluate(statement(), EVENTS.length + 1)).toThrow(WebAssembly.RuntimeError);
    expect(decide(sdk, opening())).toMatchObject({ effect: 'allow', rules: ['hide'] });
  });

  test('decides in any order, and no input is a block', () => {
    const sdk = start(MODULE);
    const invalid = { effect: 'block', decided_by: null, rules: [] };
    expect(decide(sdk, undefined)).toMatchObject(invalid);
    expect(decide(sdk, statement(ben))).toMatchObject(ALLOWED);
    expect(decide(sdk, { event: 'postgres.statement' })).toMatchObject(invalid);
    expect(decide(sdk, undefined)).toMatchObject(invalid);
    expect(decide(sdk, statement())).toMatchObject(BLOCKED);
    for (const nothing of [null, false, 0, '', [], {}]) expect(decide(sdk, nothing)).toMatchObject(invalid);
    expect(decide(sdk, statement(ben)).masks).toEqual([{ member: 'phi.ssn', transform: 'redact', rule: 'hide' }]);
  });

  test('data are accepted, not used, and do not get in the way', () => {
    const sdk = start(MODULE);
    const before = sdk.evaluate(statement());
    const without = sdk.evaluate(undefined);
    for (const data of [DATA, {}, { more: Array.from({ length: 500 }, (_value, key) => ({ key })) }, DATA]) {
      sdk.setData(data);
      expect(sdk.evaluate(undefined)).toBe(without);
      expect(sdk.evaluate(statement())).toBe(before);
      expect(decide(sdk, statement(ben))).toMatchObject(ALLOWED);
    }
  });

  test('a trap leaves the next evaluation right', () => {
    const sdk = start(MODULE);
    sdk.setData(DATA);
    const before = sdk.evaluate(statement());
    for (let round = 0; round < 3; round++) {
      expectTrap(sdk);
      expect(sdk.evaluate(statement())).toBe(before);
    }
  });

  test('large inputs and small ones in turn, in memory that stays as large as the largest needs', () => {
    const sdk = start(MODULE);
    const large = statement({ ...ben, 'statement.text': 'é"'.repeat(30_000) });
    const wanted = sdk.evaluate(statement());
    for (let round = 0; round < 3; round++) expect(decide(sdk, large)).toMatchObject(ALLOWED);
    const bytes = sdk.memory.buffer.byteLength;
    for (let round = 0; round < 300; round++) {
      expect(decide(sdk, round % 3 === 0 ? large : statement(ben))).toMatchObject(ALLOWED);
      if (round % 7 === 0) expectTrap(sdk);
      expect(sdk.evaluate(statement())).toBe(wanted);
    }
    expect(sdk.memory.buffer.byteLength).toBe(bytes);
  });
});

describe('Go, data by path', () => {
  test('paths set and removed between evaluations, and a clone of the host', () => {
    const sdk = startGoSdk(MODULE);
    sdk.setData(DATA);
    const wanted = sdk.evaluate(statement());
    for (let round = 0; round < 50; round++) {
      sdk.setDataPath(['roles', `user${round}`, 'groups'], ['a', { b: 'c'.repeat(round) }]);
      expect(sdk.evaluate(statement())).toBe(wanted);
      if (round % 2 === 0) sdk.removeDataPath(['roles', `user${round}`]);
      expect(decide(sdk, statement(ben))).toMatchObject(ALLOWED);
    }
    expect(() => sdk.setDataPath(['roles', 'ana', 'x', 'y'], 1)).toThrow('err=3');
    const copy = sdk.clone();
    copy.setDataPath(['roles', 'user1', 'more'], true);
    copy.removeDataPath(['roles', 'list']);
    expect(copy.evaluate(statement())).toBe(wanted);
    expect(sdk.evaluate(statement())).toBe(wanted);
  });
});

describe('the npm SDK itself', () => {
  test('entrypoints by name and number, data, and what it throws', async () => {
    const policy = await loadPolicy(wasm);
    const decision = (input: unknown, entrypoint?: string | number): Decision =>
      (policy.evaluate(input, entrypoint) as readonly { readonly result: Decision }[])[0]!.result;
    expect(decision(statement(), 'example/postgres/statement')).toMatchObject(BLOCKED);
    expect(decision(statement({ event: undefined, ...ben }), STATEMENT)).toMatchObject(ALLOWED);
    expect(decision(undefined)).toMatchObject({ effect: 'block', rules: [] });
    policy.setData(DATA);
    expect(() => policy.evaluate(trapping)).toThrow(WebAssembly.RuntimeError);
    expect(() => policy.evaluate(statement(), EVENTS.length + 1)).toThrow(WebAssembly.RuntimeError);
    expect(() => policy.evaluate(statement(), 'example/other')).toThrow('not valid');
    expect(decision(new TextEncoder().encode(JSON.stringify(statement())).buffer)).toMatchObject(BLOCKED);
    expect(decision(statement())).toMatchObject(BLOCKED);
  });
});
