// What a recorded response stream says, message by message: result tables, errors and notices. The rest of the protocol is left out.
import { BackendReader } from '../postgres/wire/backend-reader.ts';
import { readReport, readRowDescription } from '../postgres/wire/read-backend.ts';

export type Reply =
  | {
      readonly kind: 'rows';
      readonly names: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly total: number;
    }
  | { readonly kind: 'notice'; readonly text: string };

const HEADER_BYTES = 5;
/** Messages that end a run of rows. */
const ENDS_ROWS: ReadonlySet<string> = new Set(['C', 's', 'E', 'Z']);

export class ReplyReader {
  readonly #reader = new BackendReader();
  readonly #maxRows: number;
  #names: readonly string[] = [];
  #rows: (readonly string[])[] = [];
  #total = 0;

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  /** The replies that are complete with these bytes, which may be cut anywhere. */
  *read(bytes: Buffer): Generator<Reply> {
    this.#reader.push(bytes);
    while (this.#reader.peek() !== 0) {
      const message = this.#reader.takeMessage();
      if (message === null) return;
      yield* this.#take(message.toString('latin1', 0, 1), message.subarray(HEADER_BYTES));
    }
  }

  *#take(type: string, body: Buffer): Generator<Reply> {
    if (type === 'D') this.#addRow(body);
    if (ENDS_ROWS.has(type) && this.#total > 0) {
      const width = Math.max(0, ...this.#rows.map((row) => row.length));
      const names = Array.from({ length: width }, (_, index) => this.#names[index] ?? `column ${index + 1}`);
      yield { kind: 'rows', names, rows: this.#rows, total: this.#total };
      this.#rows = [];
      this.#total = 0;
    }
    if (type === 'T') this.#names = readRowDescription(body).map((field) => field.name);
    if (type === 'E' || type === 'N') {
      const fields = readReport(body);
      yield { kind: 'notice', text: `${fields.get('S') ?? type} ${fields.get('C') ?? ''}: ${fields.get('M') ?? ''}` };
    }
  }

  #addRow(body: Buffer): void {
    this.#total++;
    if (this.#rows.length >= this.#maxRows) return;
    const values: string[] = [];
    let at = 2;
    for (let column = body.readUInt16BE(0); column > 0; column--) {
      const length = body.readInt32BE(at);
      at += 4;
      values.push(length < 0 ? 'NULL' : shown(body.subarray(at, at + length)));
      at += Math.max(0, length);
    }
    this.#rows.push(values);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

const TAB_TO_RETURN = /[\t\n\v\f\r]/g;
const CONTROL = /\p{Cc}/u;

/** Text as it is; a binary value as hex digits. */
function shown(value: Uint8Array): string {
  try {
    const text = utf8.decode(value);
    return CONTROL.test(text.replace(TAB_TO_RETURN, '')) ? hex(value) : text;
  } catch {
    return hex(value);
  }
}

const hex = (value: Uint8Array): string => String.raw`\x` + Buffer.from(value).toString('hex');
