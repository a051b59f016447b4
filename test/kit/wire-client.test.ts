// The client that keeps every byte, against a real server.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../runtime/postgres/embedded/embedded-server.ts';
import { WireClient, fieldsOf, startup } from './wire-client.ts';

let server: EmbeddedPostgres;
beforeAll(async () => {
  server = await startEmbeddedPostgres();
  const client = new Client({ connectionString: server.url });
  await client.connect();
  // One role needs no password: this client speaks clear-text passwords only, and the embedded server only SCRAM.
  await client.query('CREATE ROLE plain LOGIN; SET client_min_messages TO warning');
  const file = await client.query<{ path: string }>("SELECT current_setting('hba_file') AS path");
  await client.query(`COPY (SELECT 'host all plain 127.0.0.1/32 trust') TO '${file.rows[0]!.path}'`);
  await client.query('SELECT pg_reload_conf()');
  await client.end();
});
afterAll(() => server.stop());

test('signs in, asks, and keeps what it was sent', async () => {
  const client = await WireClient.open(server);
  client.send(startup({ user: 'plain', database: 'postgres' }));
  await client.until('Z');
  const answer = await client.ask("SELECT 'kept' AS word");
  expect(answer.map(({ type }) => type).join('')).toBe('TDCZ');
  expect(client.received.includes('kept')).toBe(true);
  const [failure] = await client.ask('SELECT no_such_column');
  expect(fieldsOf(failure!)).toMatchObject({ S: 'ERROR', C: '42703' });
  client.close();
});

test('sees the end of a connection', async () => {
  const client = await WireClient.signIn(server, { user: 'plain', database: 'nowhere', password: '' });
  const [refusal, ...rest] = await client.until('Z');
  expect(fieldsOf(refusal!)).toMatchObject({ S: 'FATAL' });
  expect(rest).toEqual([]);
  expect(await client.next()).toBeNull();
});
