// A sweep that finds nothing proves nothing unless it finds what is there.
import { expect, test } from 'vitest';
import { syntheticClinic } from '../../runtime/cli/quickstart/clinic.ts';
import { Sweep } from './sweep.ts';

const { patients } = syntheticClinic(50);
const sweep = new Sweep(patients);
const [first] = patients;

test.each([
  ['a value as it is', first!.ssn],
  ['a value inside other text', `row(${first!.email},`],
  ['digits alone', first!.ssn.replaceAll('-', '')],
  ['upper case', first!.lastName.toUpperCase()],
  ['base64', Buffer.from(`${first!.ssn} and more`).toString('base64')],
  ['hex', Buffer.from(first!.lastName).toString('hex')],
  ['reversed', Array.from(first!.email).toReversed().join('')],
])('finds %s', (_, text) => expect(sweep.find(text)).not.toEqual([]));

test('says whose value it is without printing it', () => {
  const [hit] = sweep.find(Buffer.from(first!.ssn));
  expect(hit).toBe('patient 1, spelling 0');
});

test('leaves masked text alone', () => {
  const masked = patients.map(({ ssn, dateOfBirth }) => `***-**-${ssn.slice(-4)} ${dateOfBirth.slice(0, 4)}-01-01`);
  expect(sweep.find(`${masked.join('\n')} [phi.name] p_0123456789abcdef`)).toEqual([]);
});
