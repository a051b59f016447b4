// Follows the tutorial from its first line to its last: each block of code is put where the page says, must compile and have
// the layout, and each command must print what the page shows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { diagnosticsOf } from '../../lang/check/testing.ts';
import { format } from '../../lang/format/format.ts';
import { blocksOf, type Block } from './page-blocks.ts';
import { TutorialFolder } from './tutorial-folder.ts';
import { recordSessions } from './tutorial-recordings.ts';

// Each command is a process that loads the compiler; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/language/tutorial.md'), 'utf8');
const folder = new TutorialFolder();

interface Outcome {
  readonly got: unknown;
  readonly wanted: unknown;
}

/** What the notes above blocks mean. */
const ACTIONS: Readonly<Record<string, (name: string, text: string) => void>> = {
  shown: () => undefined,
  file: (name, text) => folder.write(name, text),
  'add to': (name, text) => folder.add(name, text),
  'change in': (name, text) => folder.change(name, text),
  'mistake in': (name, text) => folder.change(name, text),
  'mistake added to': (name, text) => folder.add(name, text),
};

function follow({ note, text, line }: Block): Outcome {
  const [, action = '', name = ''] = /^(.+): (\S+)$/.exec(note ?? '') ?? [];
  const act = ACTIONS[action];
  if (!act) throw new Error(`line ${line}: a block needs a note such as \`<!-- add to: policy.hpol -->\``);
  act(name, text);
  if (action === 'shown') return { got: text, wanted: folder.read(name) };
  return name.endsWith('.hpol') ? policyOutcome(name, action.startsWith('mistake ')) : { got: true, wanted: true };
}

/** A policy must be clean, unless the page wants to show a mistake; and it always has the layout. */
function policyOutcome(name: string, isMistaken: boolean): Outcome {
  const text = folder.read(name);
  const diagnostics = diagnosticsOf(text);
  const wanted = isMistaken ? expect.arrayContaining([expect.anything()]) : [];
  return { got: { text, diagnostics }, wanted: { text: format(text).value, diagnostics: wanted as unknown } };
}

/** Commands begin with `$`; what follows is what they print, up to empty lines at the end. */
function runCommands({ text }: Block): Outcome {
  const wanted = text.split(/^\$ /m).slice(1);
  const got = wanted.map((part) => {
    const [command = ''] = part.split('\n', 1);
    return `${command}\n${folder.run(command)}`;
  });
  return { got: got.map(trimEnd), wanted: wanted.map(trimEnd) };
}

const trimEnd = (text: string): string => text.trimEnd();

describe('the tutorial', () => {
  const blocks = blocksOf(PAGE).map((block) => ({
    ...block,
    name: `line ${block.line}: ${block.note ?? block.language}`,
  }));
  test.each(blocks)('$name', async (block) => {
    if (block.note === 'after recording') await recordSessions(folder);
    const { got, wanted } = block.language === 'console' ? runCommands(block) : follow(block);
    expect(got).toEqual(wanted);
  });
  test('has no block that this file does not see', () => {
    expect(PAGE.match(/^```/gm)).toHaveLength(2 * blocks.length);
    expect(blocks.filter(({ language }) => language === 'console').length).toBeGreaterThan(12);
  });
});
