// The store file: private, shared between processes, kept when it is opened again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ApprovalBook } from '../approvals/approval-book.ts';
import { person, question } from '../approvals/testing.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { queries } from './queries.ts';
import { StoreFault } from './store.ts';

const fresh = (): string => join(mkdtempSync(join(tmpdir(), 'hpol-store-')), 'state', 'policyd.db');

test('it is private, and keeps what it holds', () => {
  const path = fresh();
  const store = openSqliteStore(path);
  const id = new ApprovalBook(store).file(question());
  for (const name of readdirSync(join(path, '..')))
    expect([name, statSync(join(path, '..', name)).mode & 0o077]).toEqual([name, 0]);
  store.close();
  store.close();
  expect(new ApprovalBook(openSqliteStore(path)).find(id)).toMatchObject({
    id,
    state: 'pending',
    question: question(),
  });
});

test('a transaction that fails leaves nothing', () => {
  const store = openSqliteStore(fresh());
  const add = queries.insertInto('migrations').values({ name: 'x', at: 1 }).compile();
  expect(() =>
    store.transaction(() => {
      store.run(add);
      throw new Error('no');
    }),
  ).toThrow(StoreFault);
  expect(store.run(add)).toBe(1);
});

test('what is no store, or a newer one, is refused by path', () => {
  const path = fresh();
  const store = openSqliteStore(path);
  store.run(queries.insertInto('migrations').values({ name: '9999-future', at: 1 }).compile());
  store.close();
  expect(() => openSqliteStore(path)).toThrow(/newer version \(9999-future\)/);
  const text = join(mkdtempSync(join(tmpdir(), 'hpol-store-')), 'x.db');
  writeFileSync(text, 'this is no database, and it is long enough to be looked at as one by SQLite itself');
  expect(() => openSqliteStore(text)).toThrow(text);
  expect(() => openSqliteStore(join(text, 'below-a-file.db'))).toThrow(StoreFault);
});

test('of many processes that use one grant, one wins', async () => {
  const path = fresh();
  const book = new ApprovalBook(openSqliteStore(path));
  const id = book.file(question());
  book.vote(id, { by: person('pri').user, verdict: 'approve', reason: '' }, () => null);
  const program = `
    import { openSqliteStore } from ${JSON.stringify(join(import.meta.dirname, 'open-sqlite-store.ts'))};
    import { ApprovalBook } from ${JSON.stringify(join(import.meta.dirname, '../approvals/approval-book.ts'))};
    console.log(new ApprovalBook(openSqliteStore(${JSON.stringify(path)})).use(${JSON.stringify(id)}));`;
  const run = async (): Promise<string> => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program]);
    let said = '';
    child.stdout.on('data', (text) => (said += String(text)));
    child.stderr.on('data', (text) => (said += String(text)));
    await once(child, 'close');
    return said.trim();
  };
  const said = await Promise.all([run(), run(), run(), run()]);
  // Nothing else is said: no warning of Node about its SQLite reaches a user.
  expect(said.sort()).toEqual(['false', 'false', 'false', 'true']);
});
