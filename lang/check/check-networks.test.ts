// Conditions on addresses, times of day, and lists: what is accepted, and what is said of the rest.
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, policy, programOf } from './testing.ts';

const flag = (condition: string, event = 'ssh.exec'): string =>
  policy(`flag f on ${event} when ${condition} because "x"`);
const findings = (condition: string, event?: string): string[] =>
  diagnosticsOf(flag(condition, event))
    .filter(({ code }) => !code.startsWith('HPOL3'))
    .map(({ code, underline }) => `${code} ${underline}`);
const conditionOf = (condition: string): unknown => programOf(flag(condition)).rules[0]?.condition;

describe('addresses', () => {
  test('one, and a range', () => {
    const network = { text: '10.1.2.3', address: '00000000000000000000ffff0a010203', prefixBits: 128 };
    expect(conditionOf('session.client_address == "10.1.2.3"')).toMatchObject({
      kind: 'in_networks',
      networks: [network],
    });
    expect(conditionOf('"10.1.2.3" != session.client_address')).toMatchObject({
      kind: 'not',
      value: { kind: 'in_networks', networks: [network] },
    });
    expect(conditionOf('session.client_address in {"10.0.0.0/8", "fd00::/8"}')).toMatchObject({
      networks: [{ prefixBits: 104 }, { address: 'fd000000000000000000000000000000', prefixBits: 8 }],
    });
    expect(conditionOf('session.client_address in "::/0"')).toMatchObject({ networks: [{ prefixBits: 0 }] });
  });
  test.each([
    ['session.client_address in "10.0.0"', 'HPOL2019 "10.0.0"'],
    ['session.client_address in "10.0.0.0/8/8"', 'HPOL2019 "10.0.0.0/8/8"'],
    ['session.client_address in "10.0.0.0/33"', 'HPOL2019 "10.0.0.0/33"'],
    ['session.client_address in "::/129"', 'HPOL2019 "::/129"'],
    ['session.client_address in "10.0.0.1/8"', 'HPOL2019 "10.0.0.1/8"'],
    ['session.client_address == "10.0.0.0/8"', 'HPOL2019 "10.0.0.0/8"'],
    ['session.client_address in {1}', 'HPOL2004 1'],
    ['session.client_address < "10.0.0.1"', 'HPOL2005 session.client_address < "10.0.0.1"'],
    ['session.client_address == 1', 'HPOL2005 session.client_address == 1'],
    ['session.client_address == session.client_address', 'HPOL2005 session.client_address == session.client_address'],
    ['identity.user in "ana"', 'HPOL2004 "ana"'],
    ['identity.usr in "10.0.0.0/8"', 'HPOL2001 identity.usr'],
  ])('%s', (condition, finding) => {
    expect(findings(condition)).toEqual([finding]);
  });
});

describe('differences', () => {
  test.each([
    ['now - identity.usr > 1h', 'HPOL2001 identity.usr'],
    ['identity.usr - 1h < now', 'HPOL2001 identity.usr'],
    ['1h - now > 1h', 'HPOL2023 1h - now'],
    ['now - 1 > now', 'HPOL2023 now - 1'],
    ['now - session.started > now', 'HPOL2005 now - session.started > now'],
  ])('%s', (condition, finding) => {
    expect(findings(condition)).toEqual([finding]);
  });
});

describe('windows', () => {
  test('hours and days', () => {
    expect(conditionOf('now in 22:00..6:30 "Europe/Berlin"')).toMatchObject({
      window: { unit: 'clock', from: 1_320, to: 390, zone: 'Europe/Berlin' },
    });
    expect(conditionOf('now in sat..sun "UTC"')).toMatchObject({ window: { unit: 'weekday', from: 5, to: 6 } });
  });
  test.each([
    ['now in 08:00..08:00 "UTC"', 'HPOL2020 08:00..08:00'],
    ['now in 24:00..08:00 "UTC"', 'HPOL2020 24:00..08:00'],
    ['now in 08:60..24:00 "UTC"', 'HPOL2020 08:60'],
    ['now in 08:00..24:01 "UTC"', 'HPOL2020 24:01'],
    ['now in mon..friday "UTC"', 'HPOL2020 friday'],
    ['now in 08:00..18:00 "Europe/Atlantis"', 'HPOL2021 "Europe/Atlantis"'],
    ['session.started in 08:00..18:00 "UTC"', 'HPOL2022 session.started'],
    ['identity.usr in 08:00..18:00 "UTC"', 'HPOL2001 identity.usr'],
  ])('%s', (condition, finding) => {
    expect(findings(condition)).toEqual([finding]);
  });
});

describe('questions about elements', () => {
  test.each([
    ['identity.user any == "a"', 'HPOL2004 identity.user'],
    ['identity.usr any == "a"', 'HPOL2001 identity.usr'],
    ['command.arguments all == 1', 'HPOL2005 == 1'],
    ['identity.groups any matches /x/ and identity.groups all starts with 1', 'HPOL2004 1'],
    ['target.labels any == "a"', 'HPOL2004 target.labels'],
    ['"a" in target.labels', 'HPOL2004 target.labels'],
  ])('%s', (condition, finding) => {
    expect(findings(condition)).toEqual([finding]);
  });
});
