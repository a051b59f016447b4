// A class counts as used when a mask covers it or a condition asks about it.
import { test } from 'vitest';
import { expectClean, expectDiagnostics, policy } from '../check/testing.ts';

const classes = 'class a { x: column a.b.c }\nclass b { x: column a.b.c }\nclass c { x: column a.b.c }\n';

test('masks, conditions and lets', () => {
  expectClean(
    policy(
      `${classes}mask m of a.x with redact because "x"\nlet l = statement.reads(b)\nflag f on postgres.statement when l or statement.writes(c.x) because "x"`,
    ),
  );
});

test('no use', () => {
  expectDiagnostics(policy(`${classes}mask m of a with redact because "x"`), [
    { code: 'HPOL3002', underline: 'b' },
    { code: 'HPOL3002', underline: 'c' },
  ]);
});
