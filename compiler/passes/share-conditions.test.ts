// What several rules ask is pulled out once, the largest such condition first; cheap conditions and those about an element
// stay where they are.
import { expect, test } from 'vitest';
import { irText } from './testing-ir.ts';

const SHARED = 2;
const rule = (name: string, when: string): string => `block ${name} on postgres.statement when ${when} because "x"\n`;
const LET = 'let staff = "nurses" in identity.groups and identity.user starts with "a"\n';

test('a condition that two rules ask is evaluated once', () => {
  const text = irText(
    `${LET}${rule('a', 'staff and statement.filtered')}${rule('b', 'staff and identity.mfa')}`,
    SHARED,
  );
  expect(text).toContain('shared 0 = (and (in "nurses" identity.groups) (starts_with identity.user "a"))\n');
  expect(text).toContain('(and (shared 0) statement.filtered)');
  expect(text).toContain('(and (shared 0) identity.mfa)');
  expect(text).not.toContain('shared 1');
});

test('a part of a shared condition that is asked alone too is shared inside it', () => {
  const more = `${LET}${rule('a', 'staff and identity.mfa')}${rule('b', 'staff and statement.filtered')}`;
  const text = irText(`${more}${rule('c', '"nurses" in identity.groups and statement.analyzed')}`, SHARED);
  expect(text).toContain('shared 0 = (in "nurses" identity.groups)\n');
  expect(text).toContain('shared 1 = (and (shared 0) (starts_with identity.user "a"))\n');
  expect(text).toContain('(and (shared 0) statement.analyzed)');
});

test('what one rule asks, what is cheap and what asks about an element is not shared', () => {
  const texts = [
    `${rule('a', '"x" in identity.groups')}${rule('b', '"y" in identity.groups')}`,
    `${rule('a', 'identity.mfa and identity.kind == agent')}${rule('b', 'identity.kind == agent and statement.filtered')}`,
  ].map((body) => irText(body, SHARED));
  for (const text of texts) expect(text).not.toContain('shared');
  const about = 'identity.groups any starts with "a"';
  const elements = irText(
    `${rule('a', `${about} and identity.mfa`)}${rule('b', `${about} and statement.filtered`)}`,
    SHARED,
  );
  // The whole quantified condition is shared; what it asks of an element is not.
  expect(elements).toContain('shared 0 = (any identity.groups (starts_with element "a"))\n');
  expect(elements).not.toContain('shared 1');
});
