// Time, networks, lists and quantifiers, from source text: what each construct means, agreed on by the reference and both
// surfaces of one module.
import { assert, constantFrom, ipV4, ipV4Extended, ipV6, oneof, property, string } from 'fast-check';
import { isIP } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { EventField, PolicyEvent } from '../../compiler/abi/event.ts';
import { policy, programOf } from '../../lang/check/testing.ts';
import { addressBytes } from '../../lang/vocabulary/network-address.ts';
import { MODULE_FAULT_REASON } from '../../runtime/engine/decider.ts';
import { statement } from './events.ts';
import { openSurfaces } from './surfaces.ts';

type Changes = Parameters<typeof statement>[0];

const fires = async (when: string, event: PolicyEvent, on: string = event.event): Promise<boolean> => {
  const surfaces = await openSurfaces(programOf(policy(`flag f on ${on} when ${when} because "x"`)));
  return surfaces.agree(event).rules.length === 1;
};

const ms = (time: string): number => Date.parse(time);
const BERLIN = 'now in 08:00..18:00 "Europe/Berlin"';
const NIGHT = 'now in 22:00..06:00 "Europe/Berlin"';
const WEEK = 'now in mon..fri "Europe/Berlin"';
const WEEKEND = 'now in sat..mon "UTC"';

/** Berlin is an hour ahead in these events. */
const at = (time: string): Changes => ({ now: ms(time) });

describe('local time', () => {
  test.for<[string, string, boolean]>([
    [BERLIN, '2026-11-24T06:59:59.999Z', false],
    [BERLIN, '2026-11-24T07:00Z', true],
    [BERLIN, '2026-11-24T16:59:59.999Z', true],
    [BERLIN, '2026-11-24T17:00Z', false],
    [NIGHT, '2026-11-24T20:59Z', false],
    [NIGHT, '2026-11-24T21:00Z', true],
    [NIGHT, '2026-11-24T23:30Z', true],
    [NIGHT, '2026-11-25T04:59Z', true],
    [NIGHT, '2026-11-25T05:00Z', false],
    ['now in 23:59..24:00 "UTC"', '2026-11-25T23:59:59.999Z', true],
    // The week begins at local midnight: Sunday, 23:00 UTC.
    [WEEK, '2026-11-22T22:59Z', false],
    [WEEK, '2026-11-22T23:00Z', true],
    [WEEK, '2026-11-27T22:59Z', true],
    [WEEK, '2026-11-27T23:00Z', false],
    [WEEKEND, '2026-11-27T23:59Z', false],
    [WEEKEND, '2026-11-28T00:00Z', true],
    [WEEKEND, '2026-11-30T23:59Z', true],
    [WEEKEND, '2026-12-01T00:00Z', false],
    ['now in thu..thu "UTC"', '1970-01-01T00:00Z', true],
    ['now in 01:00..02:00 "Europe/Berlin"', '1970-01-01T00:00Z', true],
  ])('%s at %s', async ([when, time, wanted]) => {
    expect(await fires(when, statement(at(time)))).toBe(wanted);
  });

  test('before the first midnight of 1970, west of Greenwich', async () => {
    const event = statement({ now: 0, zone_offsets: { UTC: -60 } });
    expect(await fires('now in 23:00..24:00 "UTC" and now in wed..wed "UTC"', event)).toBe(true);
  });

  test.for<[string, Changes]>([
    ['no offsets', { zone_offsets: {} }],
    ['another zone', { zone_offsets: { 'Europe/Paris': 60 } }],
    ['an offset of more than a day', { zone_offsets: { 'Europe/Berlin': 1_441 } }],
    ['an offset that would overflow', { zone_offsets: { 'Europe/Berlin': -Number.MAX_SAFE_INTEGER } }],
  ])('%s: there is no answer but a block, and the next one is right', async ([, changes]) => {
    const surfaces = await openSurfaces(programOf(policy(`flag f on postgres.statement when ${BERLIN} because "x"`)));
    expect(surfaces.agree(statement(changes))).toMatchObject({ effect: 'block', reason: MODULE_FAULT_REASON });
    expect(surfaces.agree(statement(at('2026-11-24T12:00Z')))).toMatchObject({ effect: 'allow', rules: ['f'] });
  });
});

describe('moments and durations', () => {
  const started = ms('2026-11-24T08:00Z');
  test.for<[string, string, boolean]>([
    ['now - session.started > 480m', '2026-11-24T16:00Z', false],
    ['now - session.started > 8h', '2026-11-24T16:00Z', false],
    ['now - session.started > 8h', '2026-11-24T16:00:00.001Z', true],
    ['session.started < now - 8h', '2026-11-24T16:00Z', false],
    ['session.started < now - 8h', '2026-11-24T16:00:00.001Z', true],
    ['now - 1h - 30m == session.started', '2026-11-24T09:30Z', true],
    ['session.started - now < 0ms', '2026-11-24T09:30Z', true],
    ['now >= 2026-12-31T18:00Z', '2026-12-31T17:59:59.999Z', false],
    ['now >= 2026-12-31T18:00Z', '2026-12-31T18:00Z', true],
    ['now == 2026-12-31T19:00+01:00', '2026-12-31T18:00Z', true],
    ['now in {2026-12-31T18:00Z, 2027-01-01T00:00:00Z}', '2027-01-01T00:00Z', true],
  ])('%s at %s', async ([when, time, wanted]) => {
    expect(await fires(when, statement({ ...at(time), 'session.started': started }))).toBe(wanted);
  });
});

describe('networks', () => {
  test.for<[string, string, boolean]>([
    ['in "10.0.0.0/8"', '10.255.255.255', true],
    ['in "10.0.0.0/8"', '11.0.0.0', false],
    ['in "10.0.0.0/8"', '::ffff:10.1.2.3', true],
    ['in "10.0.0.0/8"', '::10.1.2.3', false],
    ['in "192.0.2.128/25"', '192.0.2.127', false],
    ['in "192.0.2.128/25"', '192.0.2.128', true],
    ['in "0.0.0.0/0"', '255.255.255.255', true],
    ['in "0.0.0.0/0"', '::1', false],
    ['in "::/0"', '127.0.0.1', true],
    ['in {"fd00::/8", "fe80::/10"}', 'FEBF::1', true],
    ['in {"fd00::/8", "fe80::/10"}', 'fec0::1', false],
    ['== "::1"', '0:0:0:0:0:0:0:1', true],
    ['!= "10.1.2.3"', '10.1.2.3', false],
    ['!= "10.1.2.3"', '10.1.2.4', true],
  ])('client address %s: %s', async ([test, address, wanted]) => {
    const event = statement({ 'session.client_address': address });
    expect(await fires(`session.client_address ${test}`, event)).toBe(wanted);
  });

  test('an address may stand on the left', async () => {
    expect(await fires('"127.0.0.1" == session.client_address', statement())).toBe(true);
  });

  test('text is an address exactly when Node says so, on every surface', async () => {
    const surfaces = await openSurfaces(programOf(policy('flag f on postgres.statement because "x"')));
    const written = oneof(
      ipV4(),
      ipV6(),
      ipV4Extended(),
      string({ maxLength: 12 }),
      string({ unit: constantFrom('0', '1', 'f', ':', '::', '.', '25', 'g', '/') }),
    );
    const isAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes('%');
    assert(
      property(written, (text) => {
        expect(addressBytes(text) !== null).toBe(isAddress(text));
        const event = statement({ 'session.client_address': text });
        expect(surfaces.agree(event).effect).toBe(isAddress(text) ? 'allow' : 'block');
      }),
      { numRuns: 2_000 },
    );
  });
});

const command = (changes: { readonly [field: string]: EventField }): PolicyEvent => ({
  ...statement(),
  event: 'ssh.exec',
  command: { text: '', programs: ['rm'], arguments: ['-rf', '/etc', 'x'], parsed: true, ...changes },
});

describe('any and all', () => {
  test.for<[string, readonly string[], boolean]>([
    ['command.arguments any starts with "/"', ['-rf', '/etc'], true],
    ['command.arguments any starts with "/"', ['-rf', 'etc'], false],
    ['command.arguments any starts with "/"', [], false],
    ['command.arguments all starts with "-"', [], true],
    ['command.arguments all starts with "-"', ['-r', '-f'], true],
    ['command.arguments all starts with "-"', ['-r', 'f'], false],
    ['command.arguments any == "x"', ['a', 'x'], true],
    ['command.arguments all != "x"', ['a', 'x'], false],
    ['command.arguments all in {"a", "b"}', ['b', 'a', 'b'], true],
    ['command.arguments any in command.programs', ['ls', 'rm'], true],
    ['command.arguments any matches /^\\d+$/', ['a', '77'], true],
    ['command.arguments any contains identity.user', ['ban', 'banana'], true],
    ['not (command.arguments any ends with ".conf") and command.arguments any == ""', ['', '.con'], true],
    ['command.arguments any == "a" or command.arguments any == "b"', ['b'], true],
    ['"rm" in command.programs and command.arguments any starts with "/"', ['/'], true],
  ])('%s of %j', async ([when, values, wanted]) => {
    expect(await fires(when, command({ arguments: values }))).toBe(wanted);
  });
});

describe('sizes and maps of numbers', () => {
  const file = (size: number | undefined): PolicyEvent =>
    ({ ...statement(), event: 'ssh.file', file: { operation: 'write', path: '/a', size } }) as unknown as PolicyEvent;
  test.for<[string, number | undefined, boolean]>([
    ['file.size ?? 0B > 10MB', 10_000_001, true],
    ['file.size ?? 0B > 10MB', 10_000_000, false],
    ['file.size ?? 0B >= 4KiB', 4_096, true],
    ['file.size ?? 1GiB > 10MB', undefined, true],
    ['file.size is present and file.size == 0B', 0, true],
  ])('%s of %s', async ([when, size, wanted]) => {
    expect(await fires(when, file(size))).toBe(wanted);
  });
  test.for<[string, boolean]>([
    ['zone_offsets["UTC"] ?? 7 == 0', true],
    ['zone_offsets["Mars"] ?? 7 == 7', true],
    ['zone_offsets["Europe/Berlin"] is present and zone_offsets["Europe/Berlin"] > 59', true],
    ['zone_offsets["Mars"] is present', false],
  ])('%s', async ([when, wanted]) => {
    expect(await fires(when, statement())).toBe(wanted);
  });
});

describe('events that are not valid', () => {
  test.for<[string, Changes, string]>([
    ['no time', { now: undefined }, 'now is missing'],
    ['a time as text', { now: '2026-11-24T08:00Z' }, 'now must be a time in milliseconds since 1970'],
    ['a time before 1970', { now: -1 }, 'now must be a time in milliseconds since 1970'],
    ['a time after 9999', { now: 253_402_300_800_000 }, 'now must be a time in milliseconds since 1970'],
    ['a fraction of a millisecond', { now: 1.5 }, 'now must be a time in milliseconds since 1970'],
    ['offsets as a list', { zone_offsets: [] }, 'zone_offsets must be an object of whole numbers'],
    ['offsets as texts', { zone_offsets: { UTC: '0' } }, 'zone_offsets must be an object of whole numbers'],
    ['a host name', { 'session.client_address': 'localhost' }, 'session.client_address must be a network address'],
    ['a range', { 'session.client_address': '10.0.0.0/8' }, 'session.client_address must be a network address'],
    ['a zone', { 'session.client_address': 'fe80::1%eth0' }, 'session.client_address must be a network address'],
  ])('%s', async ([, changes, trouble]) => {
    const surfaces = await openSurfaces(programOf(policy('')));
    expect(surfaces.agree(statement(changes)).reason).toBe(`the event is not valid: ${trouble}`);
  });
  test('a size below nothing', async () => {
    const surfaces = await openSurfaces(programOf(policy('')));
    const event = { ...statement(), event: 'ssh.file', file: { operation: 'write', path: '/a', size: -1 } };
    expect(surfaces.agree(event as unknown as PolicyEvent).reason).toBe(
      'the event is not valid: file.size must be a size in bytes',
    );
  });
});
