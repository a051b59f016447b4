// Everything that is done with a text of a policy, and what must hold whatever the text is. Fails by throwing.
import { inspect, isDeepStrictEqual } from 'node:util';
import { compileModule } from '../../compiler/compile.ts';
import { CompileLimit } from '../../compiler/ir/compile-limit.ts';
import type { Program } from '../../lang/check/program.ts';
import { compileSourceOf } from '../../lang/check/testing.ts';
import { isError, type Diagnostic } from '../../lang/diagnostics/diagnostic.ts';
import { printDiagnostics } from '../../lang/diagnostics/print.ts';
import { format } from '../../lang/format/format.ts';
import { parse } from '../../lang/parser/parse.ts';
import { useInEditor } from './editor.ts';

const ROOT = 'main.hpol';
/** What the random policies import. */
const PART = 'let imported = identity.mfa\n';
/** For one text. Far above what is needed, so that a busy machine is no failure. */
const MAX_MS = 5_000;

/** Any text ends in a program or in errors, soon. */
export function exercise(text: string): void {
  const started = performance.now();
  const { program, diagnostics, sources } = compileSourceOf(ROOT, { [ROOT]: text, 'part.hpol': PART });
  if ((program === null) !== diagnostics.some(isError)) throw new Error('a program with errors, or none without');
  for (const diagnostic of diagnostics) checkPlace(diagnostic, text);
  const printed = printDiagnostics(diagnostics, sources, { color: true });
  if (/undefined|\[object|NaN/.test(printed) && !/undefined|\[object|NaN/.test(text)) throw new Error(printed);
  checkFormat(text);
  useInEditor(text);
  const took = performance.now() - started;
  if (took > MAX_MS) throw new Error(`it took ${took.toFixed(0)} ms`);
}

/** A text that is said to be a good policy has no errors, unless in what its rules add up to: it makes no sense by chance. */
export function exerciseGood(text: string): void {
  exercise(text);
  goodProgram(text);
}

/** And it can be compiled. */
export function exerciseCompiler(text: string): void {
  const program = goodProgram(text);
  if (!program) return;
  try {
    compileModule(program);
  } catch (error) {
    if (!(error instanceof CompileLimit)) throw error;
  }
}

function goodProgram(text: string): Program | null {
  const { program, diagnostics, sources } = compileSourceOf(ROOT, { [ROOT]: text, 'part.hpol': PART });
  const wrong = diagnostics.filter((one) => isError(one) && !one.code.startsWith('HPOL3'));
  if (wrong.length > 0) throw new Error(printDiagnostics(wrong, sources, { color: false }));
  return program;
}

function checkPlace({ code, span, labels = [] }: Diagnostic, text: string): void {
  for (const place of [span, ...labels.map((label) => label.span)]) {
    const isInside = place.start >= 0 && place.start <= place.end && place.end <= Math.max(1, text.length);
    if (place.file === ROOT && !isInside) throw new Error(`${code} is at ${place.start} to ${place.end}`);
  }
}

function checkFormat(text: string): void {
  const { value, diagnostics } = format(text);
  if ((value === null) !== diagnostics.some(isError)) throw new Error('formatted with errors, or not without');
  if (value === null) return;
  const again = format(value).value;
  if (again !== value) throw new Error(`formatting twice differs:\n${value}\n── again:\n${again}`);
  const [before, after] = [meaningOf(text), meaningOf(value)];
  if (!isDeepStrictEqual(before, after)) {
    throw new Error(
      `formatting changes the meaning:\n${inspect(before, { depth: 9 })}\n${inspect(after, { depth: 9 })}`,
    );
  }
}

/** The declarations without their places, and every comment. */
function meaningOf(text: string): unknown {
  const { value, comments } = parse({ file: ROOT, text });
  const declarations: unknown = JSON.parse(
    JSON.stringify(value.declarations, (key, part: unknown) => (/span$/i.test(key) ? undefined : part)),
  );
  // Comments that come to stand on one line become one.
  const notes = comments.flatMap(({ image }) => image.split(/(?=\/\/)/)).map((note) => note.trim());
  return { declarations, notes: notes.sort() };
}
