// The columns of what a function gives back: its OUT arguments, the columns of RETURNS TABLE, or those of a composite type.
import type { Catalog } from './catalog-index.ts';
import type { CatalogFunction } from './catalog.ts';

/** The names, in order; null for a function that gives one value, or records whose columns the caller defines. */
export function resultColumns(found: CatalogFunction, catalog: Catalog): readonly string[] | null {
  const outs = found.arguments.filter((argument) => argument.mode !== 'in' && argument.mode !== 'variadic');
  // One OUT argument is the value itself; it still gives the column its name.
  if (outs.length > 1) return outs.map((argument, index) => argument.name || `column${index + 1}`);
  const [schema, name] = (found.returnRelation ?? '').split('.');
  const relation = schema === undefined || name === undefined ? undefined : catalog.relation(schema, name);
  return relation?.columns.map((column) => column.name) ?? null;
}

/** The name that the one column of a function in FROM gets by itself; null where its alias or its own name does. */
export function singleOutName(found: CatalogFunction): string | null {
  const outs = found.arguments.filter((argument) => argument.mode !== 'in' && argument.mode !== 'variadic');
  return outs.length === 1 && outs[0]?.name !== '' ? (outs[0]?.name ?? null) : null;
}
