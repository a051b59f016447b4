// Recovery: one mistake does not hide the next, and does not call up others that are not there.
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

describe('independent mistakes are told in one run', () => {
  test('in several declarations', () => {
    const source = policy(`
class phi { ssn column a.b.c }
let x =
let y = identity.kind == robot
mask m of phi with redact becuse "x"
block b on postgres.statement when (statement.filtered because "x"
flag f on postgres.statement when statement.reads(phi) and y and x because "x"
test "t" { on session.open expect maybe }
`);
    expect(diagnosticsOf(source)).toMatchObject([
      { code: 'HPOL1001', underline: 'column' },
      { code: 'HPOL1001', underline: 'let' },
      { code: 'HPOL2003', underline: 'robot' },
      { code: 'HPOL1001', underline: 'becuse' },
      { code: 'HPOL1001', underline: 'because' },
      { code: 'HPOL1001', underline: 'maybe' },
    ]);
  });
  test('in several members of one class', () => {
    const source = policy('class phi {\n  a column x.y.z\n  b: column x.y.z\n  c: colum x.y.z\n  d: column x.y.z\n}');
    expect(diagnosticsOf(source)).toMatchObject([
      { code: 'HPOL1001', underline: 'column' },
      { code: 'HPOL1001', underline: 'colum' },
    ]);
  });
  test('a missing reason at the end of a rule does not touch the next rule', () => {
    const source = policy('flag a on session.open because\nflag b on session.open when identity.mfaa because "x"');
    expect(diagnosticsOf(source)).toMatchObject([
      { code: 'HPOL1001', underline: 'flag' },
      { code: 'HPOL2001', underline: 'identity.mfaa' },
    ]);
  });
});

describe('what the message says', () => {
  test('a single equals sign', () => {
    const source = policy('flag f on session.open when identity.user = "a" because "x"');
    expect(diagnosticsOf(source)).toMatchObject([
      { code: 'HPOL1001', underline: '=', help: 'values are compared with `==`' },
    ]);
  });
  test('a misspelt word is underlined whole, and the near word of the language named', () => {
    const source =
      'policy p\ndefault alow\nlet x = true\nblok b\nflag f on session.open becuse "x"\nflag g on session.open when identity.usr == "x" and x because "x"\n';
    expect(diagnosticsOf(source)).toMatchObject([
      { code: 'HPOL1001', underline: 'alow', help: 'did you mean `allow`?' },
      { code: 'HPOL1001', underline: 'blok', help: 'did you mean `block`?' },
      { code: 'HPOL1001', underline: 'becuse', help: 'did you mean `because`?' },
      { code: 'HPOL2001', underline: 'identity.usr', help: 'did you mean `identity.user`?' },
    ]);
  });
  test('a short or strange word is near to none', () => {
    for (const word of ['x', 'zz', 'frobnicate'])
      expect(diagnosticsOf(policy(word))).toMatchObject([
        { underline: word, help: expect.stringContaining('grammar') },
      ]);
  });
  test('reserved words', () => {
    expect(diagnosticsOf(policy('limit exports to 500 rows\nassert never x'))).toMatchObject([
      { code: 'HPOL1007', underline: 'limit' },
      { code: 'HPOL1007', underline: 'assert' },
    ]);
  });
  test('words of the language stay free after a dot, as members and as enum words', () => {
    expect(
      diagnosticsOf(
        policy(
          'flag f on postgres.statement when statement.limit is absent and statement.category == schema because "x"',
        ),
      ),
    ).toMatchObject([]);
  });
  test('an error in a pattern is underlined inside the literal', () => {
    const source = policy('flag f on postgres.statement when statement.text matches /ab(?<n>c)/ because "x"');
    expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL1006', underline: '(?<n>c)' }]);
  });
  test('the first of several errors in a pattern is told', () => {
    const source = policy('flag f on postgres.statement when statement.text matches /(?<n>a)(?=b)/ because "x"');
    expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL1006', underline: '(?<n>a)' }]);
  });
  test.each(['/a/g', '/(/', '/[z-a]/', '/\\1/', '/(a)\\1/', '/(?<=a)b/', '/\\p{L}/', '/a**/', '/(?i:a)/'])(
    'pattern %s',
    (pattern) => {
      const source = policy(`flag f on postgres.statement when statement.text matches ${pattern} because "x"`);
      expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL1006' }]);
    },
  );
});
