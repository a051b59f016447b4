// Recovery: one mistake does not hide the next, and does not call up others that are not there.
import { describe, expect, test } from 'vitest';
import { compile, diagnosticsOf, policy } from '../check/testing.ts';
import { parse } from './parse.ts';

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

test('a declaration that breaks off, at the end of the file or before another, takes no whole one along', () => {
  const kept = (text: string): readonly string[] =>
    parse({ file: 'a', text }).value.declarations.map(({ kind }) => kind);
  expect(kept(policy('let a = true\nblock b on session.open when a and'))).toEqual(['policy', 'default', 'let']);
  expect(kept(policy('let a = true\nblock b on\nlet c = true'))).toEqual(['policy', 'default', 'let', 'let']);
});

describe('what the message says', () => {
  test('a single equals sign', () => {
    const source = policy('flag f on session.open when identity.user = "a" because "x"');
    expect(diagnosticsOf(source)).toMatchObject([
      { code: 'HPOL1001', underline: '=', help: 'values are compared with `==`' },
    ]);
  });
  test('but only where a comparison can stand', () => {
    for (const [body, help] of [
      ['class c { ssn = column a.b.c }', undefined],
      ['mask = m of c with redact because "x"', undefined],
      ['flag f on session.open when identity.user =', undefined],
      ['flag f on session.open when identity.user = = "a" because "x"', undefined],
      [
        'flag f on session.open when identity.mfa and (identity.user = "a") because "x"',
        'values are compared with `==`',
      ],
    ] as const) {
      const [first] = compile(policy(body)).diagnostics;
      expect([body, first?.code, first?.fix === undefined]).toEqual([body, 'HPOL1001', help === undefined]);
    }
  });
  test('each of several is told apart', () => {
    const compared = 'flag f on session.open when identity.user = "a" because "x"\n';
    const { diagnostics } = compile(
      policy(`${compared}class c { ssn = column a.b.c }\n${compared.replace(' f ', ' g ')}`),
    );
    expect(diagnostics.map(({ fix }) => fix?.edits[0]?.text)).toEqual(['==', undefined, '==']);
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
