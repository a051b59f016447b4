// The shipped library: every file is listed, has the layout, says nothing about itself, and finds what it says.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileSource } from '../../lang/check/compile-source.ts';
import { format } from '../../lang/format/format.ts';
import { LIBRARIES } from '../../lang/vocabulary/libraries.ts';
import { DETECTORS } from '../../lang/vocabulary/detectors.ts';
import { runPolicyTest } from '../../test/replay/run-policy-test.ts';
import { subjectOf } from '../../test/replay/testing-policy.ts';
import { readLibrary, withLibrary } from './read-library.ts';

const DDL = 'CREATE SCHEMA c; CREATE TABLE c.memos (body text);';
const header = 'policy p\ndefault allow\n';
const scrub = (imports: string): string =>
  `${header}${imports}
class memo {
  body: column c.memos.body
}
mask m of memo with scrub because "x"
`;

test('the list names the files, and only those can be read', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.hpol'));
  expect(LIBRARIES.map(({ path }) => `${path.slice(5)}.hpol`)).toEqual(files.sort());
  expect(readLibrary('hpol:none')).toBeUndefined();
  expect(readLibrary('hpol:../clinical/clinical')).toBeUndefined();
  expect(withLibrary(() => 'mine')('phi.hpol')).toBe('mine');
});

describe.each(LIBRARIES.map(({ path }) => path))('%s', (path) => {
  const text = readLibrary(path) ?? '';
  test('has the layout and documents each class', () => {
    expect(format(text).value).toBe(text);
    expect(text.match(/^(?<!\/\/\/ .*\n)class/gm) ?? []).toEqual([]);
  });
  test('can be imported without a word, and is no use to a policy that uses nothing of it', () => {
    const codes = (source: string): readonly string[] =>
      compileSource(
        'p.hpol',
        withLibrary((name) => (name === 'p.hpol' ? source : undefined)),
      ).diagnostics.map(({ code }) => code);
    expect(codes(scrub(`import "${path}"`))).toEqual([]);
    expect(codes(`${header}import "${path}"\n`)).toEqual(['HPOL3005']);
    expect(codes(scrub(''))).toEqual(['HPOL2016']);
  });
});

test('hpol:phi finds identifiers in free text', async () => {
  const found = await subjectOf(
    `${scrub('import "hpol:phi"')}
test "identifiers" {
  on postgres.statement "SELECT body FROM c.memos LIMIT 1"
  returning { body: "Called (555) 010-0199, wrote to kim@example.com, SSN 123-45-6789, room 12." }
  expect row { body: "Called [safe_harbor.phone], wrote to [safe_harbor.email], SSN [safe_harbor.ssn], room 12." }
}`,
    DDL,
  );
  expect(found.program.tests.map((one) => runPolicyTest(one, found))).toMatchObject([{ failures: [] }]);
  const used = found.program.members.flatMap(({ detectors }) =>
    detectors.flatMap((one) => (one.kind === 'named' ? one.name : [])),
  );
  expect(DETECTORS.filter(({ name }) => used.includes(name)).length).toBe(used.length);
});
