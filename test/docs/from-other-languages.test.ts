// The pairs of docs/language/from-other-languages.md: every language's own parser reads its side, and what the page says about
// missing values is what the other languages do.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkParsePolicySet, isAuthorized, validate, type AuthorizationAnswer } from '@cedar-policy/cedar-wasm/nodejs';
import { beforeAll, describe, expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../../lang/check/testing.ts';
import { format } from '../../lang/format/format.ts';
import { parseText, prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { findProgram, presence, run } from '../kit/programs.ts';
import { blocksOf } from './page-blocks.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/language/from-other-languages.md'), 'utf8');
const BLOCKS = blocksOf(PAGE).map((block) => ({ ...block, name: `line ${block.line}` }));
const inLanguage = (language: string): typeof BLOCKS => BLOCKS.filter((block) => block.language === language);

/** The block of a language in a section; the page shows the wrong form before the right one. */
function blockIn(section: string, language: string, index = 0): string {
  const from = PAGE.indexOf(`\n## ${section}\n`);
  const block = blocksOf(PAGE.slice(from)).filter((candidate) => candidate.language === language)[index];
  if (from === -1 || !block) throw new Error(`${section} has no such block`);
  return block.text;
}

test('every block is of a language that is checked here', () => {
  const languages = new Set(BLOCKS.map(({ language }) => language));
  expect([...languages].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['cedar', 'hpol', 'rego', 'sql']);
  expect(PAGE.match(/^```/gm)).toHaveLength(2 * BLOCKS.length);
});

describe('hpol', () => {
  const [personal = ''] = blockIn('Mask columns', 'hpol').split('\n\n');
  /** The header and the class that the page leaves out. */
  const whole = (text: string): string => {
    if (text.startsWith('policy ')) return text;
    const usesClass = text.includes('(personal)') && !text.includes('class personal');
    return policy(`\n${usesClass ? `${personal}\n\n` : ''}${text}`);
  };
  test.each(inLanguage('hpol'))('$name is clean and has the layout', ({ text }) => {
    expect(diagnosticsOf(whole(text))).toEqual([]);
    expect(format(whole(text)).value).toBe(whole(text));
  });
});

describe('sql', () => {
  beforeAll(prepareParser);
  test.each(inLanguage('sql'))('$name is SQL of PostgreSQL', ({ text }) => {
    expect(parseText(text)).toMatchObject({ kind: 'parsed' });
  });
});

describe('cedar', () => {
  const ENTITY = { type: 'Any', id: 'one' };
  const decide = (forbid: string, context: Parameters<typeof isAuthorized>[0]['context']): AuthorizationAnswer =>
    isAuthorized({
      principal: ENTITY,
      action: { type: 'Action', id: 'write' },
      resource: ENTITY,
      context,
      policies: { staticPolicies: `permit (principal, action, resource);\n${forbid}` },
      entities: [],
    });
  const decision = (forbid: string, context: Parameters<typeof decide>[1]): string => {
    const answer = decide(forbid, context);
    return answer.type === 'success' ? answer.response.decision : answer.type;
  };
  const WRONG = blockIn('Values that are missing', 'cedar', 0);
  const RIGHT = blockIn('Values that are missing', 'cedar', 1);

  test.each(inLanguage('cedar'))('$name is Cedar', ({ text }) => {
    expect(checkParsePolicySet({ staticPolicies: text })).toEqual({ type: 'success' });
  });

  test('a missing value skips the policy, and the right form does not', () => {
    expect([decision(WRONG, { limit: 2000 }), decision(RIGHT, { limit: 2000 })]).toEqual(['deny', 'deny']);
    expect([decision(WRONG, { limit: 10 }), decision(RIGHT, { limit: 10 })]).toEqual(['allow', 'allow']);
    expect([decision(WRONG, {}), decision(RIGHT, {})]).toEqual(['allow', 'deny']);
  });

  test('the validator finds the wrong form where the schema says that the value is optional', () => {
    const schema = `entity Any; action write appliesTo { principal: Any, resource: Any, context: { limit?: Long } };`;
    const errors = (staticPolicies: string): number => {
      const answer = validate({ schema, policies: { staticPolicies } });
      return answer.type === 'success' ? answer.validationErrors.length : -1;
    };
    expect([errors(WRONG), errors(RIGHT)]).toEqual([1, 0]);
  });

  test('time of day and networks', () => {
    const at = (time: string): string =>
      decision(blockIn('Time', 'cedar'), { now: { __extn: { fn: 'datetime', arg: `2026-01-05T${time}Z` } } });
    expect([at('06:59:59'), at('07:00:00'), at('16:59:59'), at('17:00:00')]).toEqual([
      'deny',
      'allow',
      'allow',
      'deny',
    ]);
    const from = (ip: string): string =>
      decision(blockIn('Networks', 'cedar'), { client_address: { __extn: { fn: 'ip', arg: ip } } });
    expect([from('10.1.2.3'), from('203.0.113.9')]).toEqual(['allow', 'deny']);
  });
});

describe.skipIf(findProgram('opa') === null)(`rego, ${presence('opa')}`, () => {
  const OPA = findProgram('opa') ?? '';
  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'hpol-rego-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };

  test.each(inLanguage('rego'))('$name is Rego v1', async ({ text }) => {
    const checked = await run(OPA, ['check', '--strict', folderWith({ 'a.rego': text })]);
    expect(checked).toMatchObject({ status: 0, stderr: '' });
  });

  test('a missing value turns the rule off, and the right form does not', async () => {
    const denials = async (index: number, input: string): Promise<unknown> => {
      const folder = folderWith({ 'a.rego': blockIn('Values that are missing', 'rego', index) });
      const done = await run(OPA, ['eval', '-I', '-f', 'raw', '-d', folder, 'count(data.staff.deny)'], { input });
      return done.stdout.trim();
    };
    const both = async (input: string): Promise<unknown> => [await denials(0, input), await denials(1, input)];
    expect(await both('{"statement": {"limit": 2000}}')).toEqual(['1', '1']);
    expect(await both('{"statement": {"limit": 10}}')).toEqual(['0', '0']);
    expect(await both('{"statement": {}}')).toEqual(['0', '1']);
  });

  test('the test passes', async () => {
    const rules = blockIn('A refusal that nothing overrides', 'rego');
    const tested = await run(OPA, ['test', folderWith({ 'a.rego': rules, 'a_test.rego': blockIn('Tests', 'rego') })]);
    expect(tested).toMatchObject({ status: 0, stdout: expect.stringContaining('PASS: 1/1') as unknown });
  });
});

test('the rego of the page is of the present syntax, as far as that shows without OPA', () => {
  const texts = inLanguage('rego').map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(8);
  // Every rule with a body has `if`; partial rules have `contains`; nothing needs an import to be v1.
  for (const text of texts) expect(text).not.toMatch(/^\w+(\[[^\]]*\])? \{|import (rego\.v1|future)/m);
});
