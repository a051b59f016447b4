// For tests: `policyc lsp` as a process, and a client that speaks to it. Every wait is for a message, never for a time.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PROGRAM = join(import.meta.dirname, '../../bin/policyc');

export interface Message {
  readonly id?: number | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export class LspClient {
  /** Everything that the server wrote to stderr. */
  stderr = '';
  readonly exit: Promise<number | null>;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly folder: string;
  private readonly messages: Message[] = [];
  private readonly waiting = new Set<() => void>();
  private bytes = Buffer.alloc(0);
  private next = 1;

  constructor(folder: string, args: readonly string[] = []) {
    this.folder = folder;
    this.child = spawn(process.execPath, [PROGRAM, 'lsp', ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
    });
    this.child.stdout.on('data', (chunk: Buffer) => this.read(chunk));
    this.child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.exit = new Promise((resolve) => this.child.once('close', resolve));
  }

  uri(file: string): string {
    return pathToFileURL(join(this.folder, file)).href;
  }

  /** Starts the session as an editor does, with the folder as its workspace. */
  async initialize(capabilities: object = {}): Promise<Message> {
    const workspaceFolders = [{ uri: pathToFileURL(this.folder).href, name: 'workspace' }];
    const answer = await this.ask('initialize', { processId: null, rootUri: null, capabilities, workspaceFolders });
    this.notify('initialized', {});
    return answer;
  }

  open(file: string, text: string): void {
    const textDocument = { uri: this.uri(file), languageId: 'hpol', version: 1, text };
    this.notify('textDocument/didOpen', { textDocument });
  }

  notify(method: string, params: unknown): void {
    this.write({ jsonrpc: '2.0', method, params });
  }

  /** Sends a request without waiting for its answer. */
  send(method: string, params: unknown): number {
    const id = this.next;
    this.next += 1;
    this.write({ jsonrpc: '2.0', id, method, params });
    return id;
  }

  answerTo(id: number): Promise<Message> {
    return this.find((message) => message.id === id && message.method === undefined);
  }

  ask(method: string, params: unknown): Promise<Message> {
    return this.answerTo(this.send(method, params));
  }

  /** The result of a request about a file. */
  async result<T>(method: string, file: string, more: object = {}): Promise<T> {
    const answer = await this.ask(`textDocument/${method}`, { textDocument: { uri: this.uri(file) }, ...more });
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result as T;
  }

  /** The next message, among those that have come and those to come, that fits; it is taken out. */
  async find(fits: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const at = this.messages.findIndex(fits);
      if (at >= 0) return this.messages.splice(at, 1)[0] as Message;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  /** What the server says of a file, once it says something that fits. */
  async diagnosticsOf<T>(
    file: string,
    fits: (diagnostics: readonly T[]) => boolean = () => true,
  ): Promise<readonly T[]> {
    const { params } = await this.find((message) => {
      const { uri, diagnostics } = (message.params ?? {}) as { uri?: string; diagnostics?: readonly T[] };
      return message.method === 'textDocument/publishDiagnostics' && uri === this.uri(file) && fits(diagnostics ?? []);
    });
    return (params as { diagnostics: readonly T[] }).diagnostics;
  }

  /** Bytes as they are. */
  raw(text: string): void {
    this.child.stdin.write(text);
  }

  /** What is sent meanwhile leaves in one write, so that the server gets all of it at once. */
  together<T>(send: () => T): T {
    this.child.stdin.cork();
    const sent = send();
    this.child.stdin.uncork();
    return sent;
  }

  /** What a client that dies does. */
  hangUp(): void {
    this.child.stdin.end();
  }

  async shutdown(): Promise<number | null> {
    await this.ask('shutdown', null);
    this.notify('exit', null);
    return this.exit;
  }

  kill(): void {
    this.child.kill();
  }

  private write(message: object): void {
    const body = JSON.stringify(message);
    this.raw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private read(chunk: Buffer): void {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    for (;;) {
      const end = this.bytes.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.bytes.toString('latin1', 0, Math.max(0, end)))?.[1]);
      if (end < 0 || this.bytes.length < end + 4 + length) break;
      this.messages.push(JSON.parse(this.bytes.toString('utf8', end + 4, end + 4 + length)) as Message);
      this.bytes = this.bytes.subarray(end + 4 + length);
    }
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}
