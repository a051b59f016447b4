// The list of clients whose questions to the catalog are tested.
import type { CatalogClient } from './shape.ts';
import { NODE, PYTHON } from './shapes/drivers.ts';
import { PG_DUMP } from './shapes/dump.ts';
import { JDBC } from './shapes/jdbc.ts';
import { PGADMIN } from './shapes/pgadmin.ts';
import { PSQL } from './shapes/psql.ts';

export const CATALOG_CLIENTS: readonly CatalogClient[] = [PSQL, PG_DUMP, JDBC, NODE, PYTHON, PGADMIN];
