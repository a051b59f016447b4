// Bundles over HTTP from a real server: what is asked, what is kept, and every answer that is refused.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { httpSource, redirectTarget } from './http-source.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/p.bundle.tar.gz`;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test('what has not changed is not sent again', async () => {
  const asked: (string | undefined)[] = [];
  let version = 1;
  const url = await serve(({ headers }, response) => {
    asked.push(headers['if-none-match']);
    const etag = `"v${version}"`;
    if (headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag }).end(`bundle ${version}`);
  });
  const source = httpSource(url);
  expect(text(await source.read())).toBe('bundle 1');
  expect(text(await source.read())).toBe('bundle 1');
  version = 2;
  expect(text(await source.read())).toBe('bundle 2');
  expect(asked).toEqual([undefined, '"v1"', '"v1"']);
});

test('a failure in between forgets nothing', async () => {
  let status = 200;
  const url = await serve(({ headers }, response) => {
    if (status === 200 && headers['if-none-match'] === '"a"') response.writeHead(304).end();
    else response.writeHead(status, { etag: '"a"' }).end('bundle');
  });
  const source = httpSource(url);
  await source.read();
  status = 503;
  await expect(source.read()).rejects.toThrow(`${url}: the server answers 503`);
  status = 200;
  expect(text(await source.read())).toBe('bundle');
});

test('a redirect is followed on the same scheme, and only so often', async () => {
  const url = await serve(({ url: path }, response) => {
    if (path === '/end') response.end('bundle');
    else response.writeHead(302, { location: path === '/loop' ? '/loop' : '/end' }).end();
  });
  expect(text(await httpSource(url).read())).toBe('bundle');
  await expect(httpSource(new URL('/loop', url).href).read()).rejects.toThrow('more than 5 redirects');
});

test.each([
  ['file:///etc/passwd', /redirects to file: from http:, which is refused/],
  ['ftp://127.0.0.1/x', /ftp: from http:/],
  ['data:text/plain,x', /data: from http:/],
  ['http://[', /redirects to nowhere/],
])('a redirect to %s is refused', async (location, message) => {
  const url = await serve((_request, response) => response.writeHead(301, { location }).end());
  await expect(httpSource(url).read()).rejects.toThrow(message);
});

test('encryption is never given up on the way', () => {
  const from = new URL('https://a.example/x');
  expect(redirectTarget(from, 'https://b.example/y').href).toBe('https://b.example/y');
  expect(() => redirectTarget(from, 'http://a.example/x')).toThrow('redirects to http: from https:');
  expect(redirectTarget(new URL('http://a.example/x'), 'https://a.example/x').protocol).toBe('https:');
  expect(() => redirectTarget(from, null)).toThrow('nowhere');
});

test('an answer that is too long is left unread', async () => {
  let sent = 0;
  const url = await serve((_request, response) => {
    const piece = Buffer.alloc(64 * 1024, 1);
    const more = (): void => {
      while (!response.destroyed && response.write(piece)) sent += piece.length;
    };
    response.on('drain', more).on('error', () => undefined);
    more();
  });
  await expect(httpSource(url, { maxBytes: 200_000 }).read()).rejects.toThrow('longer than 200000 bytes');
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test('a packed answer counts by its length after unpacking', async () => {
  const { gzipSync } = await import('node:zlib');
  const url = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000))),
  );
  await expect(httpSource(url, { maxBytes: 200_000 }).read()).rejects.toThrow('longer than 200000 bytes');
});

test('no answer, half an answer and nobody there are told apart', async () => {
  const silent = await serve(() => undefined);
  await expect(httpSource(silent, { timeoutMs: 50 }).read()).rejects.toThrow('no answer within 50 ms');
  const half = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  });
  await expect(httpSource(half).read()).rejects.toThrow(/p.bundle.tar.gz: /);
  await expect(httpSource('http://127.0.0.1:1/p').read()).rejects.toThrow(/127.0.0.1:1\/p: .*(ECONNREFUSED|bad port)/);
});

test('a read that is called off ends', async () => {
  const stopped = new AbortController();
  const url = await serve(() => stopped.abort());
  await expect(httpSource(url).read(stopped.signal)).rejects.toThrow(/aborted/);
});

test('an answer of 304 that nothing was asked for is no bundle', async () => {
  const url = await serve((_request, response) => response.writeHead(304).end());
  await expect(httpSource(url).read()).rejects.toThrow('the server answers 304');
});
