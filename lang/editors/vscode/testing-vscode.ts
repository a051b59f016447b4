// For tests: what stands for the editor. It answers everything that the client asks for while it loads and starts, and keeps what was registered.
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';

export interface Recorded {
  readonly commands: Map<string, (...args: readonly unknown[]) => unknown>;
  readonly providers: string[];
  readonly errors: string[];
  readonly settings: Record<string, unknown>;
}

export interface Extension {
  activate(context: { readonly subscriptions: unknown[] }): Promise<void>;
  deactivate(): Promise<void>;
}

const disposable = { dispose: () => undefined };

/** A class, function and namespace at once, with the same under every name that is not known. */
function anything(known: Readonly<Record<string, unknown>> = {}): unknown {
  const made = new Map<PropertyKey, unknown>();
  const target = Object.assign(function Thing() {
    // Classes of the client extend it.
  }, known);
  return new Proxy(target, {
    get: (_, name) => {
      if (Object.hasOwn(target, name) || typeof name === 'symbol') return Reflect.get(target, name);
      if (name === 'then') return undefined;
      if (/^on[A-Z]/.test(name)) return () => disposable;
      if (!made.has(name)) made.set(name, anything());
      return made.get(name);
    },
    apply: () => disposable,
  });
}

const Uri = {
  parse: (text: string) => ({ scheme: text.split(':')[0], toString: () => text, fsPath: text.replace('file://', '') }),
};

class EventEmitter {
  event = () => disposable;
  fire(): void {
    // Nobody listens.
  }
  dispose(): void {
    // Nothing is held.
  }
}

/** The `vscode` module of one test. */
export function vscodeStub(recorded: Recorded): unknown {
  const { commands, providers, errors, settings } = recorded;
  const channel = anything({ logLevel: 3 });
  const registers = (_: object, name: string | symbol) => () => {
    providers.push(String(name));
    return disposable;
  };
  return anything({
    version: '1.91.0',
    env: { appName: 'stub', language: 'en' },
    Uri,
    EventEmitter,
    Disposable: class {
      dispose(): void {
        // Nothing is held.
      }
    },
    commands: {
      registerCommand: (name: string, run: (...args: readonly unknown[]) => unknown) => {
        commands.set(name, run);
        return disposable;
      },
    },
    languages: new Proxy(
      {
        match: () => 0,
        createDiagnosticCollection: () => ({ ...disposable, set: () => undefined, clear: () => undefined }),
      },
      { get: (target, name) => Reflect.get(target, name) ?? registers(target, name) },
    ),
    workspace: anything({
      getConfiguration: () => ({ get: (name: string, other?: unknown) => settings[name] ?? other }),
      textDocuments: [],
      notebookDocuments: [],
      workspaceFolders: [],
    }),
    window: anything({
      visibleTextEditors: [],
      tabGroups: { all: [], onDidChangeTabs: () => disposable },
      createOutputChannel: () => channel,
      showErrorMessage: (message: string) => {
        errors.push(message);
        return Promise.resolve(undefined);
      },
    }),
  });
}

/** Evaluates the bundle as the editor does. */
export function loadExtension(code: string, vscode: unknown): Extension {
  const require = createRequire(import.meta.url);
  const module = { exports: {} };
  const evaluate = compileFunction(code, ['require', 'module', 'exports']) as (...args: readonly unknown[]) => void;
  evaluate((name: string): unknown => (name === 'vscode' ? vscode : require(name)), module, module.exports);
  return module.exports as Extension;
}
