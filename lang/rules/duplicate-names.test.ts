// One name, one thing, within each kind.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const use = 'mask m of c with redact because "x"\nflag f on session.open when l because "x"\n';

test('kinds do not share names', () => {
  expect(
    diagnosticsOf(
      policy(
        'class a { a: column a.b.c }\nlet b = identity.mfa\nmask a of a unless b with redact because "x"\nflag b on session.open because "x"\ntest "a" { on session.open expect allow }',
      ),
    ),
  ).toEqual([]);
});

test('every kind', () => {
  const source = policy(
    `class c { a: column a.b.c a: column a.b.d }\nclass c { b: column a.b.c }\nlet l = identity.mfa\nlet l = not identity.mfa\n${use}flag f on session.open because "x"\ntest "t" { on session.open expect allow }\ntest "t" { on session.open expect allow }`,
  );
  expect(diagnosticsOf(source)).toMatchObject([
    { code: 'HPOL2104', underline: 'a' },
    { code: 'HPOL2104', underline: 'c' },
    { code: 'HPOL2104', underline: 'l' },
    { code: 'HPOL2104', underline: 'f' },
    { code: 'HPOL2104', underline: '"t"' },
  ]);
});
