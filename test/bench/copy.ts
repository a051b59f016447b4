// COPY of a million rows to the client, two of eight columns masked in the stream, beside the same COPY without a gateway.
import { PEOPLE, type Route } from './database.ts';
import { Drain } from './drain.ts';
import { sideBySide } from './measure.ts';
import { against, type Row } from './report.ts';

const FORMATS = ['text', 'csv', 'binary'] as const;

async function rowsPerSecond({ address, login }: Route, format: string): Promise<number> {
  const drain = await Drain.open(address, login);
  const started = performance.now();
  await drain.ask(`COPY people TO STDOUT WITH (FORMAT ${format})`);
  const seconds = (performance.now() - started) / 1_000;
  drain.close();
  return PEOPLE / seconds;
}

export async function copyRows(routes: readonly Route[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const format of FORMATS) {
    const figures = await sideBySide(
      routes.map((route) => ({ name: route.name, run: () => rowsPerSecond(route, format) })),
    );
    for (const { name } of routes) {
      const ratio = name === 'direct' ? undefined : against(figures.get(name), figures.get('direct'), 'direct');
      const what = `COPY of 1,000,000 rows, ${format}${name === 'policyd' ? ', 2 of 8 columns masked' : ''}`;
      rows.push({ what, who: name, unit: 'rows/s', figure: figures.get(name) ?? null, ...(ratio ? { ratio } : {}) });
    }
  }
  return rows;
}
