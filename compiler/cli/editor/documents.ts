// Documents by address: which path an address means, and where offsets lie in a text. The one file that names the package of documents.
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileAddress } from './answers.ts';

export { TextDocument } from 'vscode-languageserver-textdocument';

/** A folder that is not there, in which buffers without a file have their names. */
const NO_FOLDER = resolve('/', '.hpol-buffers');

/** The path that an address means. A buffer without a file gets one that names no file. */
export function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    return join(NO_FOLDER, encodeURIComponent(uri));
  }
}

export interface Document extends FileAddress {
  readonly text: string;
  readonly places: TextDocument;
}

/** Documents of open buffers as the client names and counts them, and of files on disk. */
export interface DocumentShelf {
  open(document: TextDocument): void;
  close(path: string): void;
  /** The document of a path whose text is this. */
  find(path: string, text: string): Document;
}

export function createDocumentShelf(): DocumentShelf {
  const opened = new Map<string, TextDocument>();
  const closed = new Map<string, TextDocument>();
  return {
    open: (document) => void opened.set(pathOf(document.uri), document),
    close: (path) => void opened.delete(path),
    find: (path, text) => {
      const places = opened.get(path) ?? closed.get(path);
      if (places?.getText() === text) return { uri: places.uri, text, places };
      const uri = places?.uri ?? pathToFileURL(path).href;
      const made = TextDocument.create(uri, 'hpol', 0, text);
      closed.set(path, made);
      return { uri, text, places: made };
    },
  };
}
