// The packed extension: what is in it, that it is the same every time, and that its bundle loads and starts the server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { packageExtension } from './package-extension.ts';
import { textMateGrammar, type TextMateGrammar } from './text-mate-grammar.ts';
import { loadExtension, type Recorded, vscodeStub } from './testing-vscode.ts';

const ROOT = join(import.meta.dirname, '../../..');
const POLICYC = join(ROOT, 'bin/policyc');
const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');

let bytes: Uint8Array;
let files: Readonly<Record<string, string>>;
beforeAll(async () => {
  bytes = await packageExtension();
  files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)]));
});

test('the grammar is that of the tokens; `npm run build:vscode` writes it', () => {
  expect(JSON.parse(read('hpol.tmLanguage.json'))).toEqual(textMateGrammar());
});

test('the same sources give the same bytes', async () => {
  expect(Buffer.from(await packageExtension()).equals(bytes)).toBe(true);
});

test('the package holds what an editor wants', () => {
  expect(Object.keys(files).sort()).toEqual([
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/LICENSE.txt',
    'extension/extension.js',
    'extension/hpol.tmLanguage.json',
    'extension/language-configuration.json',
    'extension/package.json',
    'extension/readme.md',
  ]);
  const manifest = JSON.parse(files['extension/package.json'] ?? '') as {
    version: string;
    main: string;
    contributes: { languages: { configuration: string }[]; grammars: { path: string; scopeName: string }[] };
  };
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(manifest.version).toBe(version);
  const { languages, grammars } = manifest.contributes;
  const named = [manifest.main, ...languages.map((one) => one.configuration), ...grammars.map((one) => one.path)];
  for (const path of named) expect(Object.keys(files)).toContain(join('extension', path));
  const grammar = JSON.parse(files['extension/hpol.tmLanguage.json'] ?? '') as TextMateGrammar;
  expect(grammar.scopeName).toBe(grammars[0]?.scopeName);
  expect(files['extension.vsixmanifest']).toContain(`Id="hpol" Version="${version}" Publisher="hpol"`);
  for (const asset of (files['extension.vsixmanifest'] ?? '').matchAll(/ Path="([^"]+)"/g))
    expect(Object.keys(files)).toContain(asset[1]);
  for (const path of Object.keys(files).filter((name) => name.startsWith('extension/')))
    expect(files['[Content_Types].xml']).toContain(`Extension="${path.slice(path.lastIndexOf('.'))}"`);
  expect(files['extension/extension.js']).not.toContain(ROOT);
});

const record = (path: string): Recorded => ({
  commands: new Map(),
  providers: [],
  errors: [],
  settings: { 'hpol.policyc.path': path },
});

test('the bundle loads, starts the server, and registers what it offers', async () => {
  const recorded = record(POLICYC);
  const extension = loadExtension(files['extension/extension.js'] ?? '', vscodeStub(recorded));
  await extension.activate({ subscriptions: [] });
  expect(recorded.errors).toEqual([]);
  expect([...recorded.commands.keys()].sort()).toEqual(['hpol.restart', 'policyc.runTest']);
  expect(recorded.providers).toEqual(
    expect.arrayContaining([
      'registerCompletionItemProvider',
      'registerHoverProvider',
      'registerDefinitionProvider',
      'registerReferenceProvider',
      'registerRenameProvider',
      'registerDocumentFormattingEditProvider',
      'registerCodeActionsProvider',
      'registerCodeLensProvider',
      'registerInlayHintsProvider',
      'registerDocumentSymbolProvider',
      'registerDocumentSemanticTokensProvider',
    ]),
  );
  await extension.deactivate();
});

test('a server that is not there is told, and the extension goes on', async () => {
  const recorded = record(join(ROOT, 'bin/nothing'));
  const extension = loadExtension(files['extension/extension.js'] ?? '', vscodeStub(recorded));
  await extension.activate({ subscriptions: [] });
  expect(recorded.errors.join()).toContain('set `hpol.policyc.path`');
  expect(recorded.commands.has('hpol.restart')).toBe(true);
  await extension.deactivate();
});

/** The scope that the grammar gives the first match in a text; nothing else of TextMate is needed for one word. */
function scopeOf(text: string): string | undefined {
  const found = textMateGrammar()
    .patterns.flatMap(({ name, match }) => {
      const hit = new RegExp(match, 'u').exec(text);
      return hit ? [{ name, at: hit.index }] : [];
    })
    .sort((a, b) => a.at - b.at);
  return found[0]?.name;
}

test.each([
  ['// note', 'comment.line.double-slash.hpol'],
  ['"text"', 'string.quoted.double.hpol'],
  [String.raw`/a\/b[/]/i`, 'string.regexp.hpol'],
  ['30m', 'constant.numeric.hpol'],
  ['42', 'constant.numeric.hpol'],
  ['first_*', 'variable.other.column.hpol'],
  ['unless', 'keyword.control.hpol'],
  ['not', 'keyword.operator.word.hpol'],
  ['true', 'constant.language.hpol'],
  ['when: column', 'variable.other.member.hpol'],
  ['statement.limit', 'variable.other.property.hpol'],
  ['SELECT', 'constant.other.hpol'],
  ['??', 'keyword.operator.hpol'],
])('%s is coloured', (text, scope) => expect(scopeOf(text)).toBe(scope));
