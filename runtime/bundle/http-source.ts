// A bundle at an http or https URL, fetched again only when the server says that it changed.
import { MAX_BUNDLE_BYTES, type PolicySource } from './policy-source.ts';

const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface HttpSourceOptions {
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

interface Fetched {
  readonly etag: string | null;
  readonly bytes: Uint8Array;
}

/** Rejects with an Error whose message says what the server did. The URL in it carries no credentials: the configuration refuses those. */
export function httpSource(url: string, options: HttpSourceOptions = {}): PolicySource {
  const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BUNDLE_BYTES } = options;
  let last: Fetched | null = null;
  return {
    read: async (stopped) => {
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = stopped === undefined ? timeout : AbortSignal.any([timeout, stopped]);
      try {
        last = await fetchBundle(new URL(url), { last, signal, maxBytes });
      } catch (error) {
        throw new Error(`${url}: ${timeout.aborted ? `no answer within ${timeoutMs} ms` : reason(error)}`, {
          cause: error,
        });
      }
      return last.bytes;
    },
  };
}

/** `fetch failed` says nothing; its cause does. */
function reason(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}

interface Request {
  readonly last: Fetched | null;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

async function fetchBundle(from: URL, { last, signal, maxBytes }: Request): Promise<Fetched> {
  const known = last === null || last.etag === null ? {} : { 'if-none-match': last.etag };
  const headers = { accept: 'application/gzip, application/octet-stream', 'accept-encoding': 'identity', ...known };
  let url = from;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    if (response.status === 304 && last !== null) return last;
    if (response.status === 200) {
      return { etag: response.headers.get('etag'), bytes: await limited(response, maxBytes) };
    }
    await response.body?.cancel();
    if (!REDIRECTS.has(response.status)) throw new Error(`the server answers ${response.status}`);
    url = redirectTarget(url, response.headers.get('location'));
  }
  throw new Error(`more than ${MAX_REDIRECTS} redirects`);
}

/** Where a redirect may lead: to a URL of the same scheme, or from http to https. Throws for any other. */
export function redirectTarget(from: URL, location: string | null): URL {
  const target = location !== null && URL.canParse(location, from) ? new URL(location, from) : null;
  if (target === null) throw new Error('the server redirects to nowhere');
  if (target.protocol !== from.protocol && target.protocol !== 'https:') {
    throw new Error(`the server redirects to ${target.protocol} from ${from.protocol}, which is refused`);
  }
  return target;
}

async function limited(response: Response, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
