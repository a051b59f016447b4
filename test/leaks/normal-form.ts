// What a client received, without what differs between two servers whatever they hold: keys of the connection, process ids, ids
// of recordings, and the keyed pseudonyms, of which only where they repeat can tell anything. Nothing else is left out.
import { typeOf, type Received } from './wire-line.ts';

/** What `pseudonym` makes of a text. */
const PSEUDONYM = /p_[0-9a-f]{16}/g;
const BACKEND_KEY = 'K';
const NOTIFICATION = 'A';
const REPORTS = 'EN';
/** How many statements were numbered before an error in a pipeline depends on when the error has arrived, so the number goes with the id. */
const RECORDED_PLACE = /statement \d+ of the recording ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g;

/** A message as latin1 text, one character a byte. */
export type NormalMessage = string;

export interface NormalOptions {
  /** Whether a text is the id of a recording of this world; asked about texts of errors and notices that look like one. */
  readonly isRecording: (id: string) => boolean;
}

/** The process that notified: Int32 behind type and length. */
const withoutProcess = (text: string): string => `${text.slice(0, 5)}\0\0\0\0${text.slice(9)}`;

/** Pseudonyms keep their width; `name` says what stands for each. */
const withPseudonyms = (text: string, name: (pseudonym: string) => string): string =>
  text.includes('p_') ? text.replaceAll(PSEUDONYM, name) : text;

/** Pseudonyms are left as they are: `comparable` and `alike` say what may be compared about them. */
function withoutKeys(message: Received, { isRecording }: NormalOptions): string {
  const text = message.toString('latin1');
  if (message.length < 5) return text;
  const type = typeOf(message);
  if (type === BACKEND_KEY) return type;
  if (type === NOTIFICATION) return withoutProcess(text);
  if (!REPORTS.includes(type)) return text;
  const body = text.slice(5);
  const kept = body.replaceAll(RECORDED_PLACE, (place, id: string) =>
    isRecording(id) ? 'a recorded statement' : place,
  );
  // The length of the message counts the digits of the number.
  return kept === body ? text : `${type}\0\0\0\0${kept}`;
}

/** Messages that are equal in both worlds unless something leaks: pseudonyms are numbered in the order in which they first come. */
export function comparable(messages: readonly Received[], options: NormalOptions): readonly NormalMessage[] {
  const numbers = new Map<string, string>();
  const numbered = (pseudonym: string): string => {
    const number = numbers.get(pseudonym) ?? `p_${String(numbers.size).padStart(16, '0')}`;
    numbers.set(pseudonym, number);
    return number;
  };
  return messages.map((message) => withPseudonyms(withoutKeys(message, options), numbered));
}

/**
 * The same with the rows of each result in one order whatever they came in. Numbers of pseudonyms would follow the order, so here each
 * stands for how often it comes in the whole answer, which is all that can be said of it without an order.
 */
export function comparableInAnyOrder(messages: readonly Received[], options: NormalOptions): readonly NormalMessage[] {
  const texts = messages.map((message) => withoutKeys(message, options));
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const [pseudonym] of text.matchAll(PSEUDONYM)) counts.set(pseudonym, (counts.get(pseudonym) ?? 0) + 1);
  }
  const counted = (pseudonym: string): string => `p_${String(counts.get(pseudonym) ?? 0).padStart(16, '0')}`;
  return sortRows(texts.map((text) => withPseudonyms(text, counted)));
}

const isRow = (text: string | undefined): boolean => text?.[0] === 'D' || text?.[0] === 'd';

/** Rows between two other messages, sorted. */
function sortRows(texts: readonly string[]): readonly string[] {
  const sorted: string[] = [];
  for (let at = 0; at < texts.length;) {
    let end = at + 1;
    if (isRow(texts[at])) while (isRow(texts[end])) end += 1;
    sorted.push(...texts.slice(at, end).sort());
    at = end;
  }
  return sorted;
}
