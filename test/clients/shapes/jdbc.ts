// The metadata of the JDBC driver, which DBeaver, DataGrip and most tools in Java stand on.
import { shapes, type CatalogClient } from '../shape.ts';

export const JDBC: CatalogClient = {
  client: 'JDBC 42.7.4, DatabaseMetaData in all query modes',
  relations:
    'pg_am pg_attrdef pg_attribute pg_class pg_constraint pg_database pg_description pg_index pg_namespace pg_proc pg_roles pg_settings pg_type',
  functions: `array_upper btrim current_database current_schema current_schemas format_type generate_series information_schema._pg_expandarray
    obj_description pg_get_expr pg_get_function_result pg_get_indexdef pg_get_keywords replace row_number string_agg substring`,
  shapes: [
    ...shapes([
      [
        'tables with their kind and remarks',
        `SELECT current_database() AS "CAT", ns.nspname AS "SCHEM", rel.relname AS "NAME",
           CASE ns.nspname ~ '^pg_' OR ns.nspname = 'information_schema' WHEN true THEN CASE rel.relkind WHEN 'r' THEN 'SYSTEM' ELSE NULL END
             WHEN false THEN CASE rel.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED' WHEN 'v' THEN 'VIEW' ELSE NULL END ELSE NULL END AS "KIND",
           de.description AS "REMARKS", '' AS "TYPE"
         FROM pg_catalog.pg_namespace ns, pg_catalog.pg_class rel LEFT JOIN pg_catalog.pg_description de
           ON (rel.oid = de.objoid AND de.objsubid = 0 AND de.classoid = 'pg_class'::regclass)
         WHERE rel.relnamespace = ns.oid AND ns.nspname LIKE 'care' AND (false OR (rel.relkind = 'r' AND ns.nspname !~ '^pg_') OR rel.relkind = 'v') ORDER BY "KIND", "NAME"`,
      ],
      [
        'columns, numbered anew behind dropped ones',
        `SELECT * FROM (SELECT current_database() AS cat, ns.nspname, rel.relname, col.attname, col.atttypid,
             col.attnotnull OR (ty.typtype = 'd' AND ty.typnotnull) AS must, col.atttypmod, col.attlen, ty.typtypmod,
             row_number() OVER (PARTITION BY col.attrelid ORDER BY col.attnum) AS place, nullif(col.attidentity, '') AS ident,
             pg_catalog.pg_get_expr(def.adbin, def.adrelid) AS standard, de.description, ty.typbasetype, ty.typtype
           FROM pg_catalog.pg_namespace ns JOIN pg_catalog.pg_class rel ON (rel.relnamespace = ns.oid)
             JOIN pg_catalog.pg_attribute col ON (col.attrelid = rel.oid) JOIN pg_catalog.pg_type ty ON (col.atttypid = ty.oid)
             LEFT JOIN pg_catalog.pg_attrdef def ON (col.attrelid = def.adrelid AND col.attnum = def.adnum)
             LEFT JOIN pg_catalog.pg_description de ON (rel.oid = de.objoid AND col.attnum = de.objsubid)
           WHERE rel.relkind IN ('r', 'p', 'v', 'f', 'm') AND col.attnum > 0 AND NOT col.attisdropped AND ns.nspname LIKE 'care') c
         WHERE true AND attname LIKE '%' ORDER BY nspname, relname, place`,
      ],
      [
        'the primary key, by opening its columns as an array of pairs',
        `SELECT r.cat, r.tab, r.col, r.seq, r.called FROM (SELECT current_database() AS cat, rel.relname AS tab, col.attname AS col,
             (information_schema._pg_expandarray(ix.indkey)).n AS seq, ic.relname AS called,
             information_schema._pg_expandarray(ix.indkey) AS keys, col.attnum AS number
           FROM pg_catalog.pg_class rel JOIN pg_catalog.pg_attribute col ON (rel.oid = col.attrelid)
             JOIN pg_catalog.pg_index ix ON (col.attrelid = ix.indrelid) JOIN pg_catalog.pg_class ic ON (ix.indexrelid = ic.oid)
           WHERE rel.relname = 'patients' AND ix.indisprimary) r
         WHERE r.number = (r.keys).x ORDER BY r.called, r.seq`,
      ],
      [
        'indexes with the expression of each column',
        `SELECT ns.nspname, tmp.name, tmp.key, btrim(replace(pg_catalog.pg_get_indexdef(tmp.ic, tmp.key, false), '"', '')),
           CASE WHEN am.amname = 'btree' THEN CASE tmp.option & 1::smallint WHEN 1 THEN 'D' ELSE 'A' END ELSE NULL END, tmp.pages
         FROM (SELECT rel.relnamespace, ic.relname AS name, ic.relam, ic.relpages AS pages, (i.keys).n AS key, (i.keys).x AS option, i.indexrelid AS ic
           FROM pg_catalog.pg_class rel JOIN (SELECT ix.indexrelid, ix.indrelid, information_schema._pg_expandarray(ix.indoption) AS keys FROM pg_catalog.pg_index ix) i
             ON (rel.oid = i.indrelid) JOIN pg_catalog.pg_class ic ON (ic.oid = i.indexrelid) WHERE rel.relname = 'patients') AS tmp
           JOIN pg_catalog.pg_namespace ns ON ns.oid = tmp.relnamespace JOIN pg_catalog.pg_am am ON am.oid = tmp.relam ORDER BY 2, 3`,
      ],
      [
        'foreign keys, one row for each pair of columns',
        `SELECT pk.relname, pa.attname, fk.relname, fa.attname, pos.n, CASE con.confupdtype WHEN 'c' THEN 0 WHEN 'a' THEN 3 ELSE NULL END, con.conname
         FROM pg_catalog.pg_class pk, pg_catalog.pg_attribute pa, pg_catalog.pg_class fk, pg_catalog.pg_attribute fa, pg_catalog.pg_constraint con,
           pg_catalog.generate_series(1, 32) pos(n)
         WHERE pk.oid = con.confrelid AND pa.attnum = con.confkey[pos.n] AND pa.attrelid = pk.oid
           AND fk.oid = con.conrelid AND fa.attnum = con.conkey[pos.n] AND fa.attrelid = fk.oid AND con.contype = 'f' ORDER BY 1, 3, 5`,
      ],
      [
        'functions with their results',
        `SELECT ns.nspname, fn.proname, pg_catalog.pg_get_function_result(fn.oid), fn.proargtypes, fn.proallargtypes, fn.proretset, ro.rolname
         FROM pg_catalog.pg_proc fn INNER JOIN pg_catalog.pg_namespace ns ON fn.pronamespace = ns.oid LEFT JOIN pg_catalog.pg_roles ro ON ro.oid = fn.proowner
         WHERE ns.nspname = 'care' AND fn.prokind = 'f' ORDER BY 1, 2, fn.oid::text`,
      ],
      [
        'the type that a name means in the search path',
        `SELECT ty.typinput = 'pg_catalog.array_in'::regproc, ty.typtype, ty.typname, pg_catalog.format_type(ty.oid, NULL)
         FROM pg_catalog.pg_type ty LEFT JOIN (SELECT ns.oid AS id, ns.nspname, s.r AS rank FROM pg_catalog.pg_namespace ns
           JOIN (SELECT s.r, (pg_catalog.current_schemas(false))[s.r] AS called FROM pg_catalog.generate_series(1, pg_catalog.array_upper(pg_catalog.current_schemas(false), 1)) AS s(r)) s
           ON (ns.nspname = s.called)) AS sp ON sp.id = ty.typnamespace
         WHERE ty.typname = 'severity' ORDER BY sp.rank, ty.oid`,
      ],
      [
        'words that the standard does not reserve',
        `SELECT string_agg(word, ',') FROM pg_catalog.pg_get_keywords() WHERE word <> ALL ('{a,abs,all}'::text[])`,
      ],
      [
        'how long a name may be',
        `SELECT ty.typlen FROM pg_catalog.pg_type ty, pg_catalog.pg_namespace ns WHERE ty.typnamespace = ns.oid AND ty.typname = 'name' AND ns.nspname = 'pg_catalog'`,
      ],
      ['how many keys an index may have', `SELECT setting FROM pg_catalog.pg_settings WHERE name = 'max_index_keys'`],
      [
        'databases that take connections',
        'SELECT db.datname FROM pg_catalog.pg_database db WHERE db.datallowconn = true ORDER BY db.datname',
      ],
      [
        'schemas that are not of other sessions',
        `SELECT nspname, pg_catalog.obj_description(oid), substring(nspname, 1, 8) FROM pg_catalog.pg_namespace WHERE nspname <> 'pg_toast'
         AND (nspname !~ '^pg_temp_' OR nspname = (pg_catalog.current_schemas(true))[1]) ORDER BY 1`,
      ],
      ['where it is', 'SELECT current_schema(), session_user'],
      ['its isolation', 'SHOW TRANSACTION ISOLATION LEVEL'],
    ]),
    {
      asks: 'base column, nullability and identity of what a result came from',
      sql: `SELECT rel.oid, col.attnum, col.attname, rel.relname, ns.nspname, col.attnotnull OR (ty.typtype = 'd' AND ty.typnotnull),
              col.attidentity <> '' OR pg_catalog.pg_get_expr(def.adbin, def.adrelid) LIKE '%nextval(%'
            FROM pg_catalog.pg_class rel JOIN pg_catalog.pg_namespace ns ON rel.relnamespace = ns.oid JOIN pg_catalog.pg_attribute col ON rel.oid = col.attrelid
              JOIN pg_catalog.pg_type ty ON col.atttypid = ty.oid LEFT JOIN pg_catalog.pg_attrdef def ON (def.adrelid = col.attrelid AND def.adnum = col.attnum)
              JOIN (SELECT 1259 AS oid, $1::int AS attnum UNION ALL SELECT 1259, 3) vals ON rel.oid = vals.oid AND col.attnum = vals.attnum ORDER BY 2`,
      parameters: [2],
    },
  ],
};
