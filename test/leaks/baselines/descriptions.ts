// Knows which RowDescription belongs to a row: that of its query, or that of the statement or portal that is executed. Sees the messages
// of both sides in order, and skips after an error what the server skips.

export interface Field {
  readonly name: string;
  /** 0 where the column is no plain column of a relation. */
  readonly relation: number;
  readonly attribute: number;
}

/** What is known of a statement; its portals share it. */
interface Described {
  fields: readonly Field[] | null;
}

type Expected =
  | { readonly kind: 'describe'; readonly of: Described }
  | { readonly kind: 'execute'; readonly of: Described }
  | { readonly kind: 'query'; readonly of: Described }
  | { readonly kind: 'sync' };

const unknown = (): Described => ({ fields: null });

/** Int16 count; per field: name, Int32 relation, Int16 attribute, Int32 type, Int16 size, Int32 modifier, Int16 format. */
function readFields(body: Buffer): readonly Field[] {
  const fields: Field[] = [];
  for (let at = 2; at < body.length;) {
    const end = body.indexOf(0, at);
    const name = body.toString('utf8', at, end);
    fields.push({ name, relation: body.readUInt32BE(end + 1), attribute: body.readInt16BE(end + 5) });
    at = end + 19;
  }
  return fields;
}

export class Descriptions {
  readonly #statements = new Map<string, Described>();
  readonly #portals = new Map<string, Described>();
  #queue: Expected[] = [];

  client(message: Buffer): void {
    const type = String.fromCharCode(message[0]!);
    const names = message.subarray(5).toString('utf8').split('\0');
    switch (type) {
      case 'Q':
      case 'F':
        this.#queue.push({ kind: 'query', of: unknown() });
        return;
      case 'P':
        this.#statements.set(names[0] ?? '', unknown());
        return;
      case 'B':
        this.#portals.set(names[0] ?? '', this.#statements.get(names[1] ?? '') ?? unknown());
        return;
      case 'D':
        this.#queue.push({ kind: 'describe', of: this.#named(names[0] ?? '') });
        return;
      case 'E':
        this.#queue.push({ kind: 'execute', of: this.#portals.get(names[0] ?? '') ?? unknown() });
        return;
      case 'S':
        this.#queue.push({ kind: 'sync' });
        return;
      default:
    }
  }

  /** For a row, its fields; null when they are not known, and for everything else. */
  server(type: string, body: Buffer): readonly Field[] | null {
    const head = this.#queue[0];
    switch (type) {
      case 'T':
        if (head !== undefined && head.kind !== 'sync') head.of.fields = readFields(body);
        if (head?.kind === 'describe') this.#queue.shift();
        return null;
      case 'n':
        if (head?.kind === 'describe') this.#queue.shift();
        return null;
      case 'D':
        return head === undefined || head.kind === 'sync' ? null : head.of.fields;
      case 'C':
      case 'I':
      case 's':
        if (head?.kind === 'execute') this.#queue.shift();
        return null;
      case 'E':
        this.#skip();
        return null;
      case 'Z':
        this.#queue.shift();
        return null;
      default:
        return null;
    }
  }

  /** `S` or `P` in front of the name says whose description is asked for. */
  #named(kindAndName: string): Described {
    const named = kindAndName.startsWith('P') ? this.#portals : this.#statements;
    return named.get(kindAndName.slice(1)) ?? unknown();
  }

  #skip(): void {
    if (this.#queue[0]?.kind === 'query') return;
    const sync = this.#queue.findIndex(({ kind }) => kind === 'sync');
    this.#queue = sync < 0 ? [] : this.#queue.slice(sync);
  }
}
