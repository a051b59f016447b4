// The language server: the protocol's messages to the session's answers. The one file that names the package of the protocol. Nothing that a
// client sends ends the process: an exception becomes an error response and a line in the log, which never holds text of a policy.
import {
  createConnection,
  type Connection,
  type CancellationToken,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { TOKEN_KINDS } from '../../../lang/service/semantic-tokens.ts';
import { type ShownDiagnostic, locationOf, SEVERITY } from './answers.ts';
import { createDiagnosticBoard, type DiagnosticBoard } from './diagnostics.ts';
import { createDocumentShelf, pathOf, TextDocument } from './documents.ts';
import { createSchemaReader } from './schemas.ts';
import * as answers from './session.ts';
import { EditorWorkspace } from './workspace.ts';
import { VERSION } from '../version.ts';

/** How long typing must pause before diagnostics are made. */
const QUIET_MS = 60;
/** How long it must pause before what rules mean together is proved. */
const PROOF_MS = 400;

interface Server {
  readonly connection: Connection;
  readonly session: answers.Session;
  readonly board: DiagnosticBoard;
  /** Makes diagnostics once typing pauses; an earlier call that has not run yet is dropped. */
  readonly schedule: () => void;
}

/** Speaks on stdin and stdout. The package ends the process as the protocol says. */
export function startLanguageServer(): void {
  const connection = createConnection(process.stdin, process.stdout);
  const server = createServer(connection);
  let canWatch = false;
  connection.onInitialize((params) => {
    canWatch = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    server.session.workspace.setFolders(foldersOf(params));
    return CAPABILITIES;
  });
  connection.onInitialized(() => {
    if (!canWatch) return;
    const watchers = [{ globPattern: '**/*.{hpol,sql}' }];
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers })
      .catch((error: unknown) => log(connection, 'client/registerCapability', error));
  });
  listenToDocuments(server);
  answerAboutNames(server);
  answerAboutFiles(server);
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error: unknown) => log(connection, event, error));
  connection.listen();
}

function createServer(connection: Connection): Server {
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      log(connection, 'textDocument/publishDiagnostics', error);
    }
  };
  const schemas = createSchemaReader(() => {
    session.workspace.forgetAnalyses();
    schedule();
    void connection.languages.inlayHint.refresh().catch(() => undefined);
  });
  const session = { workspace: new EditorWorkspace((text) => schemas.read(text)), shelf: createDocumentShelf() };
  const board = createDiagnosticBoard(session, (uri, diagnostics) => {
    void connection.sendDiagnostics({ uri, diagnostics });
  });
  let timers: readonly NodeJS.Timeout[] = [];
  const schedule = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers = [
      setTimeout(() => attempt(() => board.refresh()), QUIET_MS),
      setTimeout(() => attempt(() => board.prove()), PROOF_MS),
    ];
  };
  return { connection, session, board, schedule };
}

const CAPABILITIES: InitializeResult = {
  serverInfo: { name: 'policyc', version: VERSION },
  capabilities: {
    positionEncoding: 'utf-16',
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: ['.', '{', '(', ':', ' '] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    documentFormattingProvider: true,
    foldingRangeProvider: true,
    codeActionProvider: { codeActionKinds: ['quickfix'] },
    codeLensProvider: {},
    inlayHintProvider: true,
    executeCommandProvider: { commands: [answers.RUN_TEST] },
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_KINDS], tokenModifiers: ['definition'] },
      full: true,
    },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
  return uris.map(pathOf);
}

function listenToDocuments({ connection, session, board, schedule }: Server): void {
  const { workspace, shelf } = session;
  const documents = new TextDocuments(TextDocument);
  const changed = (): void => {
    board.forgetFailures();
    schedule();
  };
  documents.onDidChangeContent(({ document }) => {
    shelf.open(document);
    workspace.setBuffer(pathOf(document.uri), document.getText());
    changed();
  });
  documents.onDidClose(({ document }) => {
    shelf.close(pathOf(document.uri));
    workspace.setBuffer(pathOf(document.uri), undefined);
    changed();
  });
  connection.onDidChangeWatchedFiles(() => {
    workspace.forgetDisk();
    changed();
  });
  documents.onDidSave(() => {
    workspace.forgetDisk();
    changed();
  });
  documents.listen(connection);
}

/** The names of errors and where in this program they come from; their messages may hold text of a policy. */
function log(connection: Connection, method: string, error: unknown): void {
  const isError = error instanceof Error;
  const frames = isError ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  connection.console.error([`${method}: ${isError ? error.name : typeof error}`, ...frames.slice(0, 5)].join('\n'));
}

/** Answers a request about a file. A file that cannot be read, and a request that the client took back, get no work. */
function answering<P extends { readonly textDocument: { readonly uri: string } }, R>(
  { connection, session }: Server,
  method: string,
  answer: (asked: answers.Asked, params: P) => R | Promise<R>,
): (params: P, token: CancellationToken) => Promise<R | null | ResponseError> {
  return async (params, token) => {
    // Lets messages that have arrived be read first, so that a cancellation among them is seen.
    await new Promise((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    try {
      const asked = answers.askAbout(session, params.textDocument.uri);
      return asked && (await answer(asked, params));
    } catch (error) {
      if (error instanceof answers.Refusal) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
      log(connection, method, error);
      return new ResponseError(ErrorCodes.InternalError, `${method} failed`);
    }
  };
}

function answerAboutNames(server: Server): void {
  const { connection, session } = server;
  connection.onHover(
    answering(server, 'textDocument/hover', (asked, { position }) => answers.hover(asked, position) ?? null),
  );
  connection.onCompletion(
    answering(server, 'textDocument/completion', (asked, { position }) => answers.complete(asked, position)),
  );
  connection.onDefinition(
    answering(server, 'textDocument/definition', (asked, { position }) => answers.definition(session, asked, position)),
  );
  connection.onReferences(
    answering(server, 'textDocument/references', (asked, { position, context }) =>
      answers.references(session, asked, { position, includeDeclaration: context.includeDeclaration }),
    ),
  );
  connection.onPrepareRename(
    answering(server, 'textDocument/prepareRename', (asked, { position }) => answers.prepareRename(asked, position)),
  );
  connection.onRenameRequest(
    answering(server, 'textDocument/rename', (asked, { position, newName }) =>
      answers.rename(session, asked, { position, newName }),
    ),
  );
}

function answerAboutFiles(server: Server): void {
  const { connection, session } = server;
  connection.onDocumentSymbol(answering(server, 'textDocument/documentSymbol', answers.symbols));
  connection.onDocumentFormatting(answering(server, 'textDocument/formatting', answers.formatting));
  connection.onFoldingRanges(answering(server, 'textDocument/foldingRange', answers.folds));
  connection.onCodeLens(answering(server, 'textDocument/codeLens', answers.lenses));
  connection.onCodeAction(
    answering(server, 'textDocument/codeAction', (asked, { range }) => answers.actions(session, asked, range)),
  );
  connection.languages.inlayHint.on(
    answering(server, 'textDocument/inlayHint', (asked, { range }) => answers.hints(asked, range)),
  );
  connection.languages.semanticTokens.on(
    async (params, token) =>
      (await answering(server, 'textDocument/semanticTokens/full', answers.tokens)(params, token)) ?? { data: [] },
  );
  connection.onExecuteCommand(async ({ command, arguments: [uri, test] = [] }) => {
    if (command !== answers.RUN_TEST || typeof uri !== 'string' || typeof test !== 'string')
      return new ResponseError(ErrorCodes.InvalidParams, `\`${answers.RUN_TEST}\` takes a document and a test`);
    try {
      return await runTest(server, uri, test);
    } catch (error) {
      log(connection, 'workspace/executeCommand', error);
      return new ResponseError(ErrorCodes.InternalError, 'the test could not be run');
    }
  });
}

interface TestAnswer {
  readonly test: string;
  readonly passed: boolean;
  readonly message: string;
}

/** Runs a test, shows what came out as a message, and marks the expectations that do not hold. */
async function runTest({ connection, session, board }: Server, uri: string, test: string): Promise<TestAnswer> {
  const asked = answers.askAbout(session, uri);
  const program = asked?.analysis.compiled().program;
  const told = (passed: boolean, message: string): TestAnswer => {
    void connection.sendNotification(ShowMessageNotification.type, {
      type: passed ? MessageType.Info : MessageType.Warning,
      message,
    });
    return { test, passed, message };
  };
  if (!asked || !program) return told(false, 'The policy has errors, so its tests cannot run.');
  const { runOneTest } = await import('./run-one-test.ts');
  const ran = await runOneTest(program, test, asked.analysis.input.load);
  if (ran.kind === 'not_run') return told(false, `The test did not run: ${ran.reason}.`);
  const { failures } = ran.result;
  const find = answers.finder(session, asked.folder);
  const marks = failures.map(({ span, wanted, got, why }): ShownDiagnostic => ({
    range: locationOf(find, span).range,
    severity: SEVERITY.error,
    source: 'policyc test',
    message: `wanted ${wanted}\ngot ${got}\nwhy ${why}`,
  }));
  board.showFailures(asked.document.uri, marks);
  const [first] = failures;
  return first
    ? told(false, `Failed: ${test}. Wanted ${first.wanted}, got ${first.got}.`)
    : told(true, `Passed: ${test}`);
}
