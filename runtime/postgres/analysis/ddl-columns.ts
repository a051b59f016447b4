// Columns as DDL defines and changes them.
import { TYPE_OIDS } from './casts.ts';
import type { CatalogColumn } from './catalog.ts';
import type { Ast, Node } from './parser.ts';
import { constantText, last, strings } from './syntax.ts';

export const typeOidOf = (type: Ast.TypeName | undefined): number =>
  type?.arrayBounds === undefined ? (TYPE_OIDS[last(strings(type?.names)) ?? ''] ?? 0) : 0;

export const typeText = (type: Ast.TypeName | undefined): string => {
  const name = last(strings(type?.names)) ?? '';
  const modifiers = (type?.typmods ?? []).flatMap((modifier) => constantText(modifier) ?? []);
  return `${name}${modifiers.length > 0 ? `(${modifiers.join(',')})` : ''}${type?.arrayBounds === undefined ? '' : '[]'}`;
};

/** The column that a definition adds behind others. */
export function columnOf({ colname, typeName }: Ast.ColumnDef, others: readonly CatalogColumn[]): CatalogColumn {
  // A dropped column keeps its number, so the next one is counted from the highest.
  const attribute = Math.max(0, ...others.map((column) => column.attribute)) + 1;
  return { name: colname ?? '', attribute, typeOid: typeOidOf(typeName), type: typeText(typeName) };
}

/** The columns of a table after the commands of one ALTER TABLE. */
export function alteredColumns(columns: readonly CatalogColumn[], commands: readonly Node[]): readonly CatalogColumn[] {
  return commands.reduce(
    (before, command) => ('AlterTableCmd' in command ? altered(before, command.AlterTableCmd) : before),
    columns,
  );
}

function altered(columns: readonly CatalogColumn[], command: Ast.AlterTableCmd): readonly CatalogColumn[] {
  const { subtype, name, def } = command;
  const definition = def !== undefined && 'ColumnDef' in def ? def.ColumnDef : undefined;
  switch (subtype) {
    case 'AT_AddColumn': {
      if (definition === undefined || columns.some((column) => column.name === definition.colname)) return columns;
      return [...columns, columnOf(definition, columns)];
    }
    case 'AT_DropColumn':
      return columns.filter((column) => column.name !== name);
    case 'AT_AlterColumnType': {
      const { typeName } = definition ?? {};
      const changed = { typeOid: typeOidOf(typeName), type: typeText(typeName) };
      return columns.map((column) => (column.name === name ? { ...column, ...changed } : column));
    }
    default:
      return columns;
  }
}
