// The shipped library: every file is listed, has the layout, says nothing about itself, and finds what it says.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileSource } from '../../lang/check/compile-source.ts';
import { format } from '../../lang/format/format.ts';
import { LIBRARIES } from '../../lang/vocabulary/libraries.ts';
import { DETECTORS } from '../../lang/vocabulary/detectors.ts';
import { SAFE_HARBOR } from '../../lang/vocabulary/safe-harbor.ts';
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

/** One identifier of each member, and what looks like one. */
const FOUND: readonly (readonly [text: string, scrubbed: string])[] = [
  ['Called (555) 010-0199', 'Called [safe_harbor.phone]'],
  ['fax 617-555-0123', 'fax [safe_harbor.fax]'],
  ['wrote to kim@example.com', 'wrote to [safe_harbor.email]'],
  ['SSN 123-45-6789', 'SSN [safe_harbor.ssn]'],
  ['MBI 1EG4-TE5-MK73', 'MBI [safe_harbor.medicare]'],
  ['https://example.org/kim', '[safe_harbor.url]'],
  ['from 10.1.2.3', 'from [safe_harbor.ip_address]'],
  ['paid with 4111 1111 1111 1111', 'paid with [safe_harbor.payment]'],
  ['VIN 1HGBH41JXMN109186, plate ABC-1234', 'VIN [safe_harbor.vehicle], plate [safe_harbor.vehicle]'],
  ['born 7/23/1931', 'born [safe_harbor.date]'],
  ['92-year-old', '[safe_harbor.date]'],
  ['12 Oak Street, Albany, NY 12207', '[safe_harbor.address], Albany, NY [safe_harbor.address]'],
  ['NPI 1234567893', 'NPI [safe_harbor.provider]'],
  ['pump S/N AB1234567', 'pump S/N [safe_harbor.device]'],
  ['MRN 00123456', 'MRN [safe_harbor.mrn]'],
  ['member ID XYZ123456789', 'member ID [safe_harbor.health_plan]'],
  ['acct 4410-2231', 'acct [safe_harbor.account]'],
  ['license A1234567', 'license [safe_harbor.license]'],
  ['accession S24-10023', 'accession [safe_harbor.other_id]'],
  ['room 12, BP 120/80, E11.9, since 2019', 'room 12, BP 120/80, E11.9, since 2019'],
];
const NOTE = FOUND.map(([text]) => text).join('. ');
const SCRUBBED = FOUND.map(([, scrubbed]) => scrubbed).join('. ');

test('hpol:phi finds identifiers in free text', async () => {
  const found = await subjectOf(
    `${scrub('import "hpol:phi"')}
test "identifiers" {
  on postgres.statement "SELECT body FROM c.memos LIMIT 1"
  returning { body: "${NOTE}" }
  expect row { body: "${SCRUBBED}" }
}`,
    DDL,
  );
  expect(found.program.tests.map((one) => runPolicyTest(one, found))).toMatchObject([{ failures: [] }]);
  const used = found.program.members.flatMap(({ detectors }) =>
    detectors.flatMap((one) => (one.kind === 'named' ? one.name : [])),
  );
  // Everything but what identifies nobody, and nothing twice.
  expect(used.toSorted()).toEqual(
    DETECTORS.map(({ name }) => name as string)
      .filter((name) => name !== 'icd10')
      .toSorted(),
  );
});

test('hpol:phi has for each identifier of Safe Harbor the detectors that the table names', () => {
  const members = [
    ...(readLibrary('hpol:phi') ?? '').matchAll(/^ {2}\/\/\/ \(([A-R])\)(?:.*\n {2}\/\/\/)*.*\n {2}\w+: (.*)$/gm),
  ];
  const detectorsOf = (letter: string): readonly string[] =>
    members
      .filter((member) => member[1] === letter)
      .flatMap(([, , detectors = '']) => [...detectors.matchAll(/detect (\w+)/g)].map(([, name = '']) => name))
      .toSorted();
  expect(SAFE_HARBOR.map(({ letter }) => letter).join('')).toBe('ABCDEFGHIJKLMNOPQR');
  for (const { letter, detectors, detectability } of SAFE_HARBOR) {
    expect([letter, ...detectorsOf(letter)]).toEqual([letter, ...detectors.toSorted()]);
    expect([letter, detectors.length > 0]).toEqual([letter, ['found', 'labelled', 'partly'].includes(detectability)]);
  }
});
