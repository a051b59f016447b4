// How the body of a function in SQL names its arguments: by their names, with the function's name in front, and field by field.
import type { Catalog } from './catalog-index.ts';
import type { CatalogArgument, CatalogFunction } from './catalog.ts';
import { inputsOf } from './function-candidates.ts';
import { NO_SOURCE, derive } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import { innerScope } from './scope.ts';
import type { Scope, ScopeTable } from './scope.ts';

/** The fields of an argument of a composite type. */
function fieldsOf(catalog: Catalog, argument: CatalogArgument, value: Lineage): readonly NamedLineage[] | null {
  const [schema, name] = (argument.relation ?? '').split('.');
  const relation = schema === undefined || name === undefined ? undefined : catalog.relation(schema, name);
  if (relation === undefined) return value.row;
  if (value.row !== null && value.row.length === relation.columns.length) {
    const fields = value.row;
    return relation.columns.map((column, index) => ({
      name: column.name,
      lineage: fields[index]?.lineage ?? NO_SOURCE,
    }));
  }
  return relation.columns.map((column) => ({ name: column.name, lineage: derive([value], `.${column.name}`) }));
}

/** The outermost scope of a body: columns of its queries hide arguments of the same name, as in PostgreSQL. */
export function parameterScope(found: CatalogFunction, args: readonly Lineage[], catalog: Catalog): Scope {
  const inputs = inputsOf(found).map((argument, index) => ({ argument, value: args[index] ?? NO_SOURCE }));
  const named = inputs.filter(({ argument }) => argument.name !== '');
  const columns = named.map(({ argument, value }) => ({ name: argument.name, lineage: value }));
  const rows = named.flatMap(({ argument, value }): readonly ScopeTable[] => {
    const fields = fieldsOf(catalog, argument, value);
    return fields === null ? [] : [{ alias: argument.name, schema: null, columns: fields, relationOid: 0 }];
  });
  const own: ScopeTable = { alias: found.name, schema: null, columns, relationOid: 0 };
  return innerScope(null, [{ tables: [own, ...rows], visible: columns }]);
}
