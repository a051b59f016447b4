// The module's JSON reader against the platform's, on random text: what JSON.parse refuses, the module refuses; what
// both read is the same value. The module refuses duplicate keys too, which JSON.parse lets the last one win.
import { isDeepStrictEqual } from 'node:util';
import { array, assert, constantFrom, json, property, tuple, nat, string } from 'fast-check';
import { expect, test } from 'vitest';
import { compileModule } from '../../compiler/compile.ts';
import { program } from './build-program.ts';

type OpaFunction = (...parameters: readonly number[]) => number;

const memory = new WebAssembly.Memory({ initial: 2 });
const module = new WebAssembly.Module(new Uint8Array(compileModule(program([])).wasm));
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const call = (name: string, ...parameters: readonly number[]): number => (exports[name] as OpaFunction)(...parameters);
const base = call('opa_heap_ptr_get');

/** What the module reads, as text; null when it refuses. */
function read(content: string): string | null {
  call('opa_heap_ptr_set', base);
  const bytes = Buffer.from(content);
  const address = call('opa_malloc', bytes.length);
  new Uint8Array(memory.buffer).set(bytes, address);
  const value = call('opa_json_parse', address, bytes.length);
  if (value === 0) return null;
  const text = call('opa_json_dump', value);
  const all = Buffer.from(memory.buffer);
  return all.toString('utf8', text, all.indexOf(0, text));
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** A key that could be there twice; enough for the keys that the random texts are made of. */
const MAY_REPEAT_A_KEY = /("[^"]*").*\1/s;

/** The module and the platform agree on one text. */
function agree(content: string): boolean {
  const wanted = parsed(content);
  const back = read(content);
  if (wanted === undefined) return back === null;
  return back === null ? MAY_REPEAT_A_KEY.test(content) : isDeepStrictEqual(JSON.parse(back), wanted);
}

const SIGNS = '{ } [ ] , : " 0 e . 1 -0.5e2 true null "a" "b" "\\u00e9" "\\n" \\'.split(' ');
const TOKENS = [...SIGNS, ' ', '\n'];

test('random JSON is read as it is', () => {
  assert(
    property(json({ depthSize: 'medium' }), (content) => {
      const back = read(content);
      // Random objects have no duplicate keys: they were objects once.
      expect(back === null ? back : JSON.parse(back)).toEqual(JSON.parse(content));
    }),
    { numRuns: 1000 },
  );
});

test('random tokens are read exactly when the platform reads them', () => {
  const contents = array(constantFrom(...TOKENS), { maxLength: 10 }).map((tokens) => tokens.join(''));
  assert(
    property(contents, (content) => {
      expect([content, agree(content)]).toEqual([content, true]);
    }),
    { numRuns: 10_000 },
  );
});

test('damaged JSON is read exactly when the platform reads it', () => {
  const damaged = tuple(json(), nat(), string({ maxLength: 2 })).map(([content, at, patch]) => {
    const place = at % (content.length + 1);
    return content.slice(0, place) + patch + content.slice(place + 1);
  });
  assert(
    property(damaged, (content) => {
      expect([content, agree(content)]).toEqual([content, true]);
    }),
    { numRuns: 3000 },
  );
});
