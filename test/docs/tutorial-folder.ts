// The folder of somebody who follows the tutorial: its blocks write files, change declarations and run commands there.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

const ENVIRONMENT = {
  ...process.env,
  PATH: [join(ROOT, 'bin'), join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter),
  NO_COLOR: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Ana'],
      [`GIT_${who}_EMAIL`, 'ana@example.com'],
    ]),
  ),
};

export class TutorialFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'hpol-tutorial-'));

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text);
  }

  /** Puts declarations at the end of a file. */
  add(name: string, text: string): void {
    this.write(name, `${this.read(name)}\n${text}`);
  }

  /** Puts a declaration in the place of the one of its kind and name. A declaration has no empty line in it. */
  change(name: string, text: string): void {
    const declarations = this.read(name).trimEnd().split('\n\n');
    const head = headOf(text);
    const places = declarations.flatMap((declaration, index) => (headOf(declaration) === head ? [index] : []));
    const [place] = places;
    if (place === undefined || places.length > 1) throw new Error(`${name} has ${places.length} times \`${head}\``);
    this.write(name, `${declarations.with(place, text.trimEnd()).join('\n\n')}\n`);
  }

  /** What a terminal shows of one command line. */
  run(line: string): string {
    const done = spawnSync('sh', ['-c', `{ ${line}\n} 2>&1`], { cwd: this.path, encoding: 'utf8', env: ENVIRONMENT });
    if (done.error) throw done.error;
    return done.stdout;
  }
}

/** Kind and name of a declaration: `mask personal_by_default`, `test "others"`. */
function headOf(declaration: string): string {
  const first = declaration.split('\n').find((line) => !line.startsWith('//')) ?? '';
  return /^\w+ (?:\w+|"[^"]*")/.exec(first)?.[0] ?? first;
}
