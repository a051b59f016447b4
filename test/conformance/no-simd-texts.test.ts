// What looks for hits, for the marks of COPY and for letters to star steps byte by byte where there are no vector instructions. It
// finds the same, also at the ends of texts shorter than a step.
import { expect, test } from 'vitest';
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import { encodeCopy, TEXT, CSV } from '../../compiler/kernel/testing-copy.ts';
import { operation, utf8 } from '../../compiler/kernel/testing-rows.ts';
import { compileSource } from '../../lang/check/compile-source.ts';
import { withLibrary } from '../../policies/library/read-library.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import { makeNotes } from '../detectors/notes.ts';

const POLICY = 'policy p\ndefault allow\nimport "hpol:phi"\nmask m of safe_harbor with scrub because "x"\n';
const NOTES = makeNotes(77, 120).map(({ text }) => text);

async function engineOf(simd: boolean): Promise<Engine> {
  const { program } = compileSource(
    'p.hpol',
    withLibrary((path) => (path === 'p.hpol' ? POLICY : undefined)),
  );
  if (program === null) throw new Error('the policy does not compile');
  return loadEngine(writeBundle(compileModule(program, { simd })));
}

const [WITH, WITHOUT] = await Promise.all([engineOf(true), engineOf(false)]);

test('notes, whole and in short pieces', () => {
  const pieces = NOTES.flatMap((note) => [note, ...[0, 7, 31].map((at) => note.slice(at, at + 40))]);
  const scrubbed = pieces.map((piece) => WITHOUT.scrub(piece));
  expect(scrubbed).toEqual(pieces.map((piece) => WITH.scrub(piece)));
  expect(scrubbed.join('')).toContain('[safe_harbor.ssn]');
});

test('rows of COPY', () => {
  const columns = [operation('pass'), operation('keepLast', 4), operation('scrub')];
  const rows = NOTES.map((note, index) => [utf8(String(index)), utf8(note.slice(0, 3 + index)), utf8(note)]);
  for (const dialect of [TEXT, CSV]) {
    const bytes = encodeCopy(rows, dialect);
    const masked = [WITH, WITHOUT].map((engine) => {
      const stream = engine.openCopy(columns, { format: dialect.format });
      const { output, status } = stream.mask(bytes);
      expect([status, stream.isComplete()]).toEqual(['ok', true]);
      stream.release();
      return Buffer.from(output).toString();
    });
    expect(masked[1]).toBe(masked[0]);
    expect(masked[0]).toContain('[safe_harbor.');
  }
});
