// What a schema file says, or why it cannot be read, by its path.
import { expect, test } from 'vitest';
import { schemaReader } from './schema-reader.ts';

test('each file by its path, read against those before it', async () => {
  const read = await schemaReader([
    { file: 'a.sql', content: Buffer.from('\uFEFFCREATE TABLE a (x int);') },
    { file: 'latin.sql', content: Buffer.from('-- caf\xE9\n', 'latin1') },
    { file: 'later.sql', content: Buffer.concat([Buffer.from('SELECT 1;\n\n-- '), Buffer.from([0xff])]) },
    { file: 'bad.sql', content: 'CREATE TABL' },
    { file: 'b.sql', content: 'CREATE VIEW b AS SELECT x FROM a; CREATE VIEW c AS SELECT y FROM a' },
  ]);
  expect(read('a.sql')).toMatchObject({ relations: [{ name: 'a', columns: [{ name: 'x' }] }], problems: [] });
  expect(read('latin.sql')?.unreadable).toEqual({ file: 'latin.sql', line: 1, message: 'it is not UTF-8 text' });
  expect(read('later.sql')?.unreadable?.line).toBe(3);
  expect(read('bad.sql')).toMatchObject({ relations: [], problems: [], unreadable: { line: 1 } });
  expect(read('b.sql')).toMatchObject({ relations: [{ name: 'b' }, { name: 'c' }], problems: [{ line: 1 }] });
  expect(read('none.sql')).toBeUndefined();
});
