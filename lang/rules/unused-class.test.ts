// A class counts as used when a mask covers it or a condition asks about it.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const classes = 'class a { x: column a.b.c }\nclass b { x: column a.b.c }\nclass c { x: column a.b.c }\n';

test('masks, conditions and lets', () => {
  expect(
    diagnosticsOf(
      policy(
        `${classes}mask m of a.x with redact because "x"\nlet l = statement.reads(b)\nflag f on postgres.statement when l or statement.writes(c.x) because "x"`,
      ),
    ),
  ).toEqual([]);
});

test('no use', () => {
  expect(diagnosticsOf(policy(`${classes}mask m of a with redact because "x"`))).toMatchObject([
    { code: 'HPOL3002', underline: 'b' },
    { code: 'HPOL3002', underline: 'c' },
  ]);
});
