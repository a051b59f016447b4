// `policyc lsp` as a process over stdio, through what an editor asks and through what no editor should send.
import { afterEach, expect, test, vi } from 'vitest';
import { CLINIC_FILES, locate, type Place } from './testing-lsp-files.ts';
import { LspClient } from './testing-lsp.ts';
import { folderWith } from './testing.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Shown {
  readonly code?: string;
  readonly message: string;
  readonly range: { readonly start: Place; readonly end: Place };
}
type Edits = Readonly<Record<string, readonly { readonly range: Shown['range']; readonly newText: string }[]>>;

let client: LspClient;
afterEach(() => client.kill());

/** A session on the files, with the policy open. */
async function start(
  files: Readonly<Record<string, string>> = CLINIC_FILES,
): Promise<Readonly<Record<string, string>>> {
  client = new LspClient(folderWith(files), ['--stdio']);
  await client.initialize();
  client.open('main.hpol', files['main.hpol'] ?? '');
  return files;
}

const at = (file: keyof typeof CLINIC_FILES, needle: string, within = 1): { position: Place } => ({
  position: locate(CLINIC_FILES[file], needle, within),
});

test('a session from start to end', async () => {
  client = new LspClient(folderWith(CLINIC_FILES));
  const { result } = await client.initialize();
  expect(result).toMatchObject({
    serverInfo: { name: 'policyc' },
    capabilities: { positionEncoding: 'utf-16', hoverProvider: true, renameProvider: { prepareProvider: true } },
  });
  client.open('main.hpol', CLINIC_FILES['main.hpol']);
  expect(await client.diagnosticsOf('main.hpol')).toEqual([]);
  expect(await client.shutdown()).toBe(0);
  expect(client.stderr).toBe('');
});

test('leaving without `shutdown`, and a client that goes away, end with 1', async () => {
  await start();
  client.notify('exit', null);
  expect(await client.exit).toBe(1);
  client = new LspClient(folderWith({}));
  await client.initialize();
  client.hangUp();
  expect(await client.exit).toBe(1);
});

test('diagnostics follow the text, in units of UTF-16, over CRLF', async () => {
  await start();
  const text = 'policy p\r\ndefault allow\r\nblock b on session.open when "😀" == identity.usr because "x"\r\n';
  client.notify('textDocument/didChange', {
    textDocument: { uri: client.uri('main.hpol'), version: 2 },
    contentChanges: [{ text }],
  });
  const [found] = await client.diagnosticsOf<Shown>('main.hpol', ([one]) => one?.code === 'HPOL2001');
  expect(found?.message).toContain('did you mean `identity.user`?');
  const column = 'block b on session.open when "😀" == '.length;
  expect(found?.range).toEqual({ start: { line: 2, character: column }, end: { line: 2, character: column + 12 } });
  client.notify('textDocument/didChange', {
    textDocument: { uri: client.uri('main.hpol'), version: 3 },
    contentChanges: [
      { range: { start: { line: 2, character: column + 11 }, end: { line: 2, character: column + 11 } }, text: 'e' },
    ],
  });
  expect(await client.diagnosticsOf('main.hpol', ({ length }) => length === 0)).toEqual([]);
});

test('an imported part is checked through the policy that imports it, and alone where none does', async () => {
  await start();
  client.open('parts/data.hpol', `${CLINIC_FILES['parts/data.hpol']}let unused = nobody\n`);
  const found = await client.diagnosticsOf<Shown>('parts/data.hpol', ({ length }) => length > 0);
  expect(found.map(({ code }) => code)).toEqual(['HPOL3001', 'HPOL2001']);
  client.open('parts/lonely.hpol', 'let x = nobody\nlet y = (\n');
  const alone = await client.diagnosticsOf<Shown>('parts/lonely.hpol', ({ length }) => length > 0);
  expect(alone.map(({ code }) => code)).toEqual(['HPOL1001']);
});

test('completion, hover and definition', async () => {
  await start();
  type Items = readonly { readonly label: string; readonly textEdit: { readonly range: Shown['range'] } }[];
  const items = await client.result<Items>('completion', 'main.hpol', at('main.hpol', 'identity.kind', 10));
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['kind', 'groups']));
  expect(items[0]?.textEdit.range).toMatchObject({ start: locate(CLINIC_FILES['main.hpol'], 'kind != agent', 0) });
  const hover = await client.result<{ contents: { value: string } }>('hover', 'main.hpol', at('main.hpol', 'phi\n'));
  expect(hover.contents.value).toContain('class phi {');
  expect(await client.result('hover', 'main.hpol', { position: { line: 0, character: 8 } })).toBeNull();
  expect(await client.result('definition', 'main.hpol', at('main.hpol', 'phi\n'))).toMatchObject([
    { uri: client.uri('parts/data.hpol'), range: { start: locate(CLINIC_FILES['parts/data.hpol'], 'phi', 0) } },
  ]);
  expect(
    await client.result('references', 'main.hpol', {
      ...at('main.hpol', 'phi\n'),
      context: { includeDeclaration: false },
    }),
  ).toHaveLength(1);
});

test('a rename over two files, one of them not open; what is refused says why', async () => {
  await start();
  expect(await client.result('prepareRename', 'main.hpol', at('main.hpol', 'phi\n'))).toMatchObject({
    placeholder: 'phi',
  });
  expect(await client.result('prepareRename', 'main.hpol', at('main.hpol', 'policy'))).toBeNull();
  const { changes } = await client.result<{ changes: Edits }>('rename', 'main.hpol', {
    ...at('main.hpol', 'phi\n'),
    newName: 'health',
  });
  expect(Object.keys(changes).sort()).toEqual([client.uri('main.hpol'), client.uri('parts/data.hpol')]);
  expect(
    Object.values(changes)
      .flat()
      .map(({ newText }) => newText),
  ).toEqual(['health', 'health']);
  const refused = await client.ask('textDocument/rename', {
    textDocument: { uri: client.uri('main.hpol') },
    ...at('main.hpol', 'phi\n'),
    newName: 'when',
  });
  expect(refused.error?.message).toContain('`when` is no name');
});

test('outline, folds, colours, formatting', async () => {
  await start();
  const symbols = await client.result<readonly { name: string }[]>('documentSymbol', 'main.hpol');
  expect(symbols.map(({ name }) => name)).toEqual([
    'clinic',
    'helper',
    'by_default',
    'a helper sees all',
    'wrong on purpose',
  ]);
  expect(await client.result('foldingRange', 'main.hpol')).toContainEqual({ startLine: 6, endLine: 10 });
  const { data } = await client.result<{ data: readonly number[] }>('semanticTokens/full', 'main.hpol');
  expect(data.slice(0, 10)).toEqual([0, 0, 6, 1, 0, 1, 0, 7, 1, 0]);
  client.open('loose.hpol', 'policy   loose\ndefault allow\n');
  const options = { options: { tabSize: 2, insertSpaces: true } };
  expect(await client.result('formatting', 'loose.hpol', options)).toEqual([
    { range: { start: { line: 0, character: 7 }, end: { line: 0, character: 9 } }, newText: '' },
  ]);
  expect(await client.result('formatting', 'main.hpol', options)).toEqual([]);
  client.open('broken.hpol', 'policy (');
  expect(await client.result('formatting', 'broken.hpol', options)).toEqual([]);
});

test('a fix that is applied mends what it was for', async () => {
  const files = await start();
  const wrong = `${files['main.hpol'] ?? ''}\nblock b on session.open when identity.user = "x" because "x"\n`;
  const change = (version: number, text: string): void => {
    const textDocument = { uri: client.uri('main.hpol'), version };
    client.notify('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  };
  change(2, wrong);
  const [found] = await client.diagnosticsOf<Shown>('main.hpol', ([one]) => one?.code === 'HPOL1001');
  type Action = { title: string; kind: string; isPreferred: boolean; edit: { changes: Edits } };
  const asked = { range: found?.range, context: { diagnostics: [found] } };
  const [action] = await client.result<readonly Action[]>('codeAction', 'main.hpol', asked);
  expect(action).toMatchObject({ title: 'replace by `==`', kind: 'quickfix', isPreferred: true });
  const [edit] = action?.edit.changes[client.uri('main.hpol')] ?? [];
  expect(edit).toEqual({ range: found?.range, newText: '==' });
  change(3, wrong.replace('user = ', `user ${edit?.newText ?? ''} `));
  expect(await client.diagnosticsOf('main.hpol', ({ length }) => length === 0)).toEqual([]);
});

test('what rules mean together is told once typing has paused', async () => {
  await start();
  const text = `${CLINIC_FILES['main.hpol']}\nblock b on session.open when identity.mfa and not identity.mfa because "x"\n`;
  const textDocument = { uri: client.uri('main.hpol'), version: 2 };
  client.notify('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  const found = await client.diagnosticsOf<Shown>('main.hpol', ({ length }) => length > 0);
  expect(found.map(({ code }) => code)).toEqual(['HPOL3010']);
});

test('a definition may lead into the library, which is not renamed', async () => {
  const main = 'policy p\ndefault allow\nimport "hpol:phi"\nmask m of safe_harbor with redact because "x"\n';
  await start({ 'main.hpol': main });
  const place = { position: locate(main, 'safe_harbor', 1) };
  const [definition] = await client.result<readonly { uri: string }[]>('definition', 'main.hpol', place);
  expect(definition?.uri).toMatch(/\/policies\/library\/phi\.hpol$/);
  const renaming = { textDocument: { uri: client.uri('main.hpol') }, ...place, newName: 'other' };
  expect((await client.ask('textDocument/rename', renaming)).error?.message).toContain('the library');
});

test('hints show columns once the schema has been read', async () => {
  await start();
  const whole = { range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } } };
  // The schema's parser is loaded with the first question; then the server asks for hints to be asked again.
  await client.result('inlayHint', 'parts/data.hpol', whole);
  const refresh = await client.find(({ method }) => method === 'workspace/inlayHint/refresh');
  expect(refresh.id).toBeDefined();
  expect(await client.result('inlayHint', 'parts/data.hpol', whole)).toMatchObject([
    { label: '→ clinic.patients.ssn', tooltip: 'clinic.patients.ssn text' },
  ]);
});

test('a lens runs its test; a failure is a message and a mark', async () => {
  await start();
  type Lens = { readonly command: { readonly command: string; readonly arguments: readonly unknown[] } };
  const [passing, failing] = await client.result<readonly Lens[]>('codeLens', 'main.hpol');
  expect(passing?.command.arguments).toEqual([client.uri('main.hpol'), 'a helper sees all']);
  expect((await client.ask('workspace/executeCommand', passing?.command)).result).toMatchObject({ passed: true });
  expect((await client.find(({ method }) => method === 'window/showMessage')).params).toEqual({
    type: 3,
    message: 'Passed: a helper sees all',
  });
  expect((await client.ask('workspace/executeCommand', failing?.command)).result).toMatchObject({ passed: false });
  const [mark] = await client.diagnosticsOf<Shown>('main.hpol', ({ length }) => length === 1);
  expect(mark?.message).toMatch(/^wanted block\ngot allow/);
  expect(mark?.range.start).toEqual(locate(CLINIC_FILES['main.hpol'], 'expect block', 0));
});

test.each([
  ['without arguments', { command: 'policyc.runTest' }],
  ['of another name', { command: 'rm', arguments: ['a', 'b'] }],
])('a command %s is refused', async (_, command) => {
  await start();
  expect((await client.ask('workspace/executeCommand', command)).error?.code).toBe(-32602);
});

test.each([
  ['file', 'nowhere.hpol', 'The policy has errors, so its tests cannot run.'],
  ['test', 'main.hpol', 'The test did not run: the policy has no such test.'],
])('a command on no %s says so', async (_, file, message) => {
  await start();
  const command = { command: 'policyc.runTest', arguments: [client.uri(file), 'x'] };
  expect((await client.ask('workspace/executeCommand', command)).result).toMatchObject({ passed: false, message });
});

test('a buffer that has no file is a policy too', async () => {
  await start();
  const uri = 'untitled:Untitled-1';
  const text = 'policy p\n';
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'hpol', version: 1, text } });
  const { params } = await client.find((message) => (message.params as { uri?: string } | undefined)?.uri === uri);
  expect(params).toMatchObject({ diagnostics: [{ code: 'HPOL2101' }] });
  const hover = await client.ask('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 1 } });
  expect(hover.result).toMatchObject({ contents: { value: expect.stringContaining('Names the policy') as string } });
  client.notify('textDocument/didClose', { textDocument: { uri } });
  const gone = await client.find((message) => (message.params as { uri?: string } | undefined)?.uri === uri);
  expect(gone.params).toMatchObject({ diagnostics: [] });
});

test('garbage in: error answers and log lines without text of a policy, and the next question is answered', async () => {
  await start();
  const textDocument = { uri: client.uri('main.hpol') };
  const secret = 'identity';
  client.raw('Content-Length: 9\r\n\r\n{ broken!');
  client.raw('Content-Length: 4\r\n\r\n"x"\n');
  client.raw('Content-Length: 2\r\n\r\n[]');
  const answers = await Promise.all([
    client.ask('textDocument/hover', { textDocument }),
    client.ask('textDocument/hover', { textDocument, position: { line: 'x', character: {} } }),
    client.ask('textDocument/hover', {}),
    client.ask('textDocument/hover', null),
    client.ask('textDocument/rename', { textDocument, position: { line: 0, character: 0 } }),
    client.ask('textDocument/inlayHint', { textDocument, range: 7 }),
    client.ask('no/such/method', {}),
  ]);
  for (const { error } of answers) {
    expect(error?.message).toBeDefined();
    expect(error?.message).not.toContain(secret);
  }
  client.notify('textDocument/didChange', {
    textDocument: { ...textDocument, version: 2 },
    contentChanges: [{ range: null }],
  });
  client.notify('textDocument/didChange', {
    textDocument: { uri: 'file:///other.hpol', version: 2 },
    contentChanges: [],
  });
  client.notify('textDocument/didOpen', {});
  for (const position of [
    { line: 1e9, character: 1e9 },
    { line: -1, character: -5 },
  ]) {
    expect((await client.ask('textDocument/hover', { textDocument, position })).error).toBeUndefined();
  }
  for (const uri of ['file:///nowhere/x.hpol', 'http://example.org/x', '', '%%%']) {
    expect(
      await client.ask('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } }),
    ).toMatchObject({ result: null });
  }
  expect(client.stderr).toBe('');
  expect(await client.shutdown()).toBe(0);
});

test('a request that was taken back is not worked on', async () => {
  await start();
  await client.diagnosticsOf('main.hpol');
  // In two writes the server may answer before the second one leaves.
  const id = client.together(() => {
    const request = client.send('textDocument/documentSymbol', { textDocument: { uri: client.uri('main.hpol') } });
    client.notify('$/cancelRequest', { id: request });
    return request;
  });
  expect((await client.answerTo(id)).error?.code).toBe(-32800);
});

test('a change on disk is seen when the client tells of it', async () => {
  const folder = folderWith(CLINIC_FILES);
  client = new LspClient(folder);
  await client.initialize({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } });
  const registration = await client.find(({ method }) => method === 'client/registerCapability');
  expect(JSON.stringify(registration.params)).toContain('*.{hpol,sql}');
  client.open('main.hpol', CLINIC_FILES['main.hpol']);
  await client.diagnosticsOf('main.hpol');
  const { writeFiles } = await import('./testing.ts');
  writeFiles(folder, { 'parts/data.hpol': '// Nothing is left.\n' });
  client.notify('workspace/didChangeWatchedFiles', { changes: [] });
  const found = await client.diagnosticsOf<Shown>('main.hpol', ({ length }) => length > 0);
  expect(found.map(({ code }) => code)).toContain('HPOL2002');
});
