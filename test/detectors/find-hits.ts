// What the compiled module finds: a policy with every named detector, each a member of its own, asked through the engine. The
// module gives the text with its hits replaced; from that and the text the places of the hits follow.
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import { compileSource } from '../../lang/check/compile-source.ts';
import { DETECTORS, type DetectorName } from '../../lang/vocabulary/detectors.ts';
import { LIBRARIES } from '../../lang/vocabulary/libraries.ts';
import { readLibrary } from '../../policies/library/read-library.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';

export interface Hit {
  readonly detector: DetectorName;
  readonly start: number;
  readonly end: number;
}

/** All detectors in the order of the library, since the earlier one wins; then those that the library leaves out. */
export const MEASURED: readonly DetectorName[] = detectorOrder();

function detectorOrder(): readonly DetectorName[] {
  const text = LIBRARIES.map(({ path }) => readLibrary(path) ?? '').join('\n');
  const listed = [...text.matchAll(/\bdetect (\w+)/g)].map(([, name]) => name);
  const place = (name: string): number => (listed.includes(name) ? listed.indexOf(name) : listed.length);
  return DETECTORS.map(({ name }) => name).toSorted((a, b) => place(a) - place(b));
}

const MEMBERS = MEASURED.map((name) => `  d_${name}: detect ${name}`);
const POLICY = `policy measured
default allow

class found {
${MEMBERS.join('\n')}
}

class memo {
  body: column c.memos.body
}

mask scrubbed of memo with scrub because "measured"
`;

export function loadDetectors(): Promise<Engine> {
  const { program, diagnostics } = compileSource('p.hpol', (path) => (path === 'p.hpol' ? POLICY : undefined));
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return loadEngine(writeBundle(compileModule(program)));
}

const PLACEHOLDER = /\[found\.d_(\w+)\]/;

/** Throws when the output cannot have come from the text: what is no hit must stay as it was. */
export function findHits(engine: Pick<Engine, 'scrub'>, text: string): readonly Hit[] {
  const [head = '', ...parts] = engine.scrub(text).split(PLACEHOLDER);
  const names = parts.filter((_, index) => index % 2 === 0);
  const rests = parts.filter((_, index) => index % 2 === 1);
  const hits = text.startsWith(head) ? place(text, head.length, names, rests) : null;
  if (hits === null) throw new Error(`the output is not the text with hits replaced: ${text}`);
  return hits;
}

/** A hit is what its pattern matches from end to end, and what follows it is the next unchanged part. */
function place(text: string, at: number, names: readonly string[], rests: readonly string[]): readonly Hit[] | null {
  const [name, ...laterNames] = names;
  const [rest = '', ...laterRests] = rests;
  if (name === undefined) return at === text.length ? [] : null;
  const detector = DETECTORS.find((known) => known.name === name);
  if (!detector) throw new Error(`there is no detector ${name}`);
  const pattern = new RegExp(`^(?:${detector.pattern})$`, `${detector.flags}u`);
  for (let end = at + 1; end <= text.length; end += 1) {
    if (!text.startsWith(rest, end) || !pattern.test(text.slice(at, end))) continue;
    const later = place(text, end + rest.length, laterNames, laterRests);
    if (later !== null) return [{ detector: detector.name, start: at, end }, ...later];
  }
  return null;
}
