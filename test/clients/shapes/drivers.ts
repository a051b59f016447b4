// Drivers and object mappers of Node and Python.
import { shapes, type CatalogClient } from '../shape.ts';

export const NODE: CatalogClient = {
  client:
    'Prisma schema engine 8.1, drizzle-kit 0.31, TypeORM, Sequelize, Knex, Kysely 0.29, postgres.js 3.4, node-postgres 8.23',
  relations: `information_schema.columns information_schema.constraint_column_usage information_schema.key_column_usage information_schema.schemata
    information_schema.sequences information_schema.table_constraints information_schema.tables pg_am pg_attrdef pg_attribute pg_class pg_constraint pg_description
    pg_enum pg_extension pg_index pg_language pg_namespace pg_opclass pg_policies pg_proc pg_range pg_roles pg_sequences pg_stat_user_indexes pg_statio_all_tables
    pg_tablespace pg_type pg_user pg_views`,
  functions: `array_agg col_description current_database current_schema current_setting format_type generate_subscripts has_schema_privilege obj_description
    pg_get_constraintdef pg_get_expr pg_get_functiondef pg_get_indexdef pg_get_serial_sequence pg_get_viewdef pg_tablespace_location quote_ident unnest version`,
  shapes: [
    ...shapes([
      [
        'the array types of a server, once for each connection',
        `SELECT el.oid, ar.oid AS arr FROM pg_catalog.pg_type el, pg_catalog.pg_type ar WHERE ar.typelem = el.oid AND el.typcategory = 'A' OR ar.oid = el.typarray AND el.typelem = 0 ORDER BY 1, 2`,
      ],
      [
        'types, enumerations and ranges by name',
        `SELECT ty.oid, ty.typname, en.enumlabel, ra.rngsubtype FROM pg_type ty LEFT JOIN pg_enum en ON en.enumtypid = ty.oid LEFT JOIN pg_range ra ON ra.rngtypid = ty.oid WHERE ty.typname IN ('severity', 'daterange', 'hstore') ORDER BY 1, 3`,
      ],
      [
        'tables, views and what becomes of an insert into them',
        `SELECT tab.table_schema, tab.table_name, tab.table_type, tab.is_insertable_into FROM information_schema.tables tab WHERE tab.table_schema NOT IN ('pg_catalog', 'information_schema') AND tab.table_type LIKE '%TABLE' ORDER BY 1, 2`,
      ],
      [
        'columns with their types and defaults',
        `SELECT col.column_name, col.ordinal_position, col.data_type, col.udt_schema, col.udt_name, col.is_nullable = 'YES' AS can_be_null, col.column_default, col.character_maximum_length, col.numeric_precision,
         col.datetime_precision, col.is_identity, col.identity_generation, col.is_generated, ('"' || col.table_schema || '"."' || col.table_name || '"')::regclass::oid, col_description((col.table_schema || '.' || col.table_name)::regclass, col.ordinal_position)
       FROM information_schema.columns col WHERE col.table_schema = 'care' ORDER BY col.table_name, col.ordinal_position`,
      ],
      [
        'columns by number with the sequence behind them',
        `SELECT col.attname, ty.typname, ns.nspname, pg_get_expr(def.adbin, def.adrelid), CASE WHEN pg_get_serial_sequence(quote_ident(ns.nspname) || '.' || quote_ident(rel.relname), col.attname) IS NOT NULL THEN true ELSE false END AS counts,
         format_type(col.atttypid, col.atttypmod), COALESCE(el.typname, ty.typname), obj_description(rel.oid)
       FROM pg_catalog.pg_attribute AS col INNER JOIN pg_class rel ON rel.oid = col.attrelid INNER JOIN pg_namespace ns ON ns.oid = rel.relnamespace INNER JOIN pg_type ty ON ty.oid = col.atttypid
         LEFT JOIN pg_type el ON el.oid = ty.typelem AND ty.typlen = -1 LEFT JOIN pg_attrdef def ON def.adrelid = rel.oid AND def.adnum = col.attnum
       WHERE rel.relkind IN ('r', 'v', 'p') AND ns.nspname !~ '^pg_' AND ns.nspname <> 'information_schema' AND col.attnum >= 0 AND col.attisdropped IS NOT TRUE ORDER BY ns.nspname, rel.relname, col.attnum`,
      ],
      [
        'constraints by the information schema',
        `SELECT tc.constraint_name, tc.constraint_type, kcu.column_name, ccu.table_name FROM information_schema.table_constraints tc JOIN information_schema.key_column_usage kcu ON kcu.constraint_name = tc.constraint_name AND kcu.constraint_schema = tc.constraint_schema
         LEFT JOIN information_schema.constraint_column_usage AS ccu ON ccu.constraint_schema = tc.constraint_schema AND ccu.constraint_name = tc.constraint_name WHERE tc.table_schema = 'care' ORDER BY 1, 3, 4`,
      ],
      [
        'foreign keys with their columns side by side',
        `WITH raw AS (SELECT con.oid, con.conname, con.conrelid, con.confrelid, con.conkey, con.confkey, generate_subscripts(con.conkey, 1) AS at, con.confdeltype, con.condeferrable FROM pg_constraint con WHERE con.contype = 'f')
         SELECT raw.conname, raw.at, own.attname, other.attname, ref.relname, CASE raw.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' END FROM raw
           JOIN pg_attribute own ON own.attrelid = raw.conrelid AND own.attnum = raw.conkey[raw.at] JOIN pg_attribute other ON other.attrelid = raw.confrelid AND other.attnum = raw.confkey[raw.at]
           JOIN pg_class ref ON ref.oid = raw.confrelid ORDER BY raw.conname, raw.at`,
      ],
      [
        'indexes with opclass, order and predicate of each column',
        `SELECT ic.relname, am.amname, ix.indisunique, pg_get_expr(ix.indpred, ix.indrelid), ARRAY(SELECT pg_get_indexdef(ix.indexrelid, at.n::int, true) FROM unnest(ix.indkey::int[]) WITH ORDINALITY AS at(key, n)),
         (SELECT array_agg(opc.opcname ORDER BY k.n) FROM unnest(ix.indclass::oid[]) WITH ORDINALITY AS k(id, n) JOIN pg_opclass opc ON opc.oid = k.id), (SELECT spcname FROM pg_tablespace WHERE oid = ic.reltablespace)
       FROM pg_index ix JOIN pg_class ic ON ic.oid = ix.indexrelid JOIN pg_am am ON am.oid = ic.relam LEFT JOIN pg_constraint con ON con.conindid = ix.indexrelid WHERE ix.indrelid = 'care.patients'::regclass ORDER BY 1`,
      ],
      [
        'indexes of a table as the statistics name them',
        `SELECT use.indexrelname, use.relname, schemaname, CASE WHEN con.conname IS NOT NULL THEN 1 ELSE 0 END AS made FROM pg_stat_user_indexes use JOIN pg_index ix ON ix.indexrelid = use.indexrelid LEFT JOIN pg_constraint con ON con.conname = use.indexrelname
         WHERE use.relname = 'patients' AND schemaname = 'care' ORDER BY 1`,
      ],
      [
        'comments through the statistics of input and output',
        `SELECT st.relname, de.description FROM pg_catalog.pg_statio_all_tables AS st INNER JOIN pg_catalog.pg_description de ON (de.objoid = st.relid) INNER JOIN information_schema.columns c ON (de.objsubid = c.ordinal_position AND c.table_schema = st.schemaname AND c.table_name = st.relname)`,
      ],
      [
        'views and policies',
        `SELECT vi.viewname, vi.definition, pg_get_viewdef((vi.schemaname || '.' || vi.viewname)::regclass, true) FROM pg_views vi WHERE vi.schemaname = 'care' UNION ALL SELECT po.policyname, po.cmd, po.qual FROM pg_policies po ORDER BY 1`,
      ],
      [
        'sequences',
        `SELECT sq.schemaname, sq.sequencename, sq.start_value, sq.cache_size, sq.last_value IS NULL, inf.data_type FROM pg_sequences sq JOIN information_schema.sequences inf ON inf.sequence_name = sq.sequencename AND inf.sequence_schema = sq.schemaname`,
      ],
      [
        'functions and extensions',
        `SELECT fn.proname, CASE WHEN la.lanname = 'internal' THEN fn.prosrc ELSE pg_get_functiondef(fn.oid) END FROM pg_proc fn LEFT JOIN pg_namespace ns ON fn.pronamespace = ns.oid LEFT JOIN pg_language la ON fn.prolang = la.oid WHERE ns.nspname = 'care' AND fn.prokind = 'f'
         UNION ALL SELECT extname, extversion FROM pg_extension ORDER BY 1, 2`,
      ],
      [
        'roles and who is who',
        `SELECT rolname, rolcreaterole, rolinherit, (SELECT usesuper FROM pg_user WHERE usename = rolname) FROM pg_roles ORDER BY 1`,
      ],
      [
        'schemas and whether they may be used',
        `SELECT sc.schema_name, has_schema_privilege(sc.schema_name, 'USAGE'), pg_tablespace_location(0) FROM information_schema.schemata sc WHERE sc.schema_name NOT LIKE 'pg_%' ORDER BY 1`,
      ],
      [
        'what the server is',
        `SELECT version() LIKE 'PostgreSQL%', current_setting('server_version_num')::int > 100000, current_database(), current_schema(), EXISTS(SELECT FROM pg_catalog.pg_namespace WHERE nspname = current_schema())`,
      ],
      [
        'which text a check holds',
        `SELECT con.conname, pg_get_constraintdef(con.oid), pg_catalog.array_agg(col.attname) FROM pg_constraint con JOIN pg_attribute col ON col.attrelid = con.conrelid AND col.attnum = ANY (con.conkey) WHERE con.contype = 'c' GROUP BY con.oid, con.conname ORDER BY 1`,
      ],
    ]),
    {
      asks: 'whether a table is there',
      sql: `SELECT * FROM information_schema.tables WHERE table_name = $1 AND table_schema = current_schema()`,
      parameters: ['patients'],
    },
    {
      asks: 'whether tables of a list of schemas are there',
      sql: `SELECT rel.relname FROM pg_class rel INNER JOIN pg_namespace ns ON ns.oid = rel.relnamespace WHERE ns.nspname = ANY ($1::text[]) AND rel.relkind = 'r' ORDER BY 1`,
      parameters: ['{care,public}'],
    },
  ],
};

export const PYTHON: CatalogClient = {
  client: 'psycopg 3.3, psycopg2 2.9, SQLAlchemy 2.0 reflection, asyncpg 0.32, pgcli 4.7',
  relations: `pg_am pg_attrdef pg_attribute pg_auth_members pg_class pg_collation pg_constraint pg_database pg_default_acl pg_depend pg_description pg_enum pg_extension pg_index
    pg_inherits pg_language pg_namespace pg_opclass pg_policy pg_proc pg_range pg_rewrite pg_roles pg_sequence pg_tablespace pg_trigger pg_ts_config pg_ts_config_map pg_ts_parser pg_type`,
  functions: `array_agg array_remove array_to_string bool_and btrim col_description count current_schema current_schemas current_setting format_type generate_subscripts
    json_build_object lower ltrim min obj_description pg_advisory_unlock_all pg_collation_is_visible pg_encoding_to_char pg_function_is_visible pg_get_constraintdef pg_get_expr
    pg_get_function_arguments pg_get_function_result pg_get_functiondef pg_get_indexdef pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence pg_get_triggerdef
    pg_get_userbyid pg_get_viewdef pg_table_is_visible pg_tablespace_location pg_type_is_visible quote_ident regexp_split_to_table row_number rtrim substring to_regtype
    ts_token_type unnest version`,
  shapes: [
    ...shapes([
      [
        'a type by its name, its array and the separator of it',
        `SELECT ty.typname AS name, ty.oid, ty.typarray AS array_oid, ty.oid::regtype::text AS regtype, ty.typdelim AS delimiter FROM pg_type ty WHERE ty.oid = to_regtype('care.severity') ORDER BY ty.oid`,
      ],
      [
        'the fields of a composite type, gathered in arrays',
        `SELECT ty.typname, ty.oid, COALESCE(f.names, '{}') AS names, COALESCE(f.types, '{}') FROM pg_type ty LEFT JOIN (
           SELECT x.attrelid, array_agg(x.attname) AS names, array_agg(x.atttypid) AS types FROM (SELECT col.attrelid, col.attname, col.atttypid FROM pg_attribute col JOIN pg_type t ON t.typrelid = col.attrelid
             WHERE t.oid = to_regtype('care.contact') AND col.attnum > 0 AND NOT col.attisdropped ORDER BY col.attnum) x GROUP BY x.attrelid) f ON f.attrelid = ty.typrelid WHERE ty.oid = to_regtype('care.contact')`,
      ],
      [
        'types and all that they are made of, one within the other',
        `WITH RECURSIVE parts(oid, kind, elem, depth) AS (SELECT ty.oid, ty.typtype, ty.typelem, 0 FROM pg_type ty WHERE ty.oid = ANY ('{25,1009}'::oid[])
           UNION ALL SELECT sub.oid, sub.typtype, sub.typelem, parts.depth + 1 FROM pg_type sub, parts WHERE sub.oid = parts.elem OR sub.oid = (SELECT ra.rngsubtype FROM pg_range ra WHERE ra.rngtypid = parts.oid))
         SELECT DISTINCT ON (oid) oid, kind::text, min(depth) OVER () FROM parts ORDER BY oid`,
      ],
      [
        'the columns of many relations at once',
        `SELECT col.attname AS name, pg_catalog.format_type(col.atttypid, col.atttypmod) AS format, (SELECT pg_catalog.pg_get_expr(def.adbin, def.adrelid) FROM pg_catalog.pg_attrdef def WHERE def.adrelid = col.attrelid AND def.adnum = col.attnum AND col.atthasdef) AS standard,
           col.attnotnull, rel.relname, de.description, CASE WHEN col.attidentity <> '' THEN (SELECT json_build_object('always', col.attidentity = 'a', 'start', sq.seqstart, 'cycle', sq.seqcycle) FROM pg_catalog.pg_sequence sq
             WHERE sq.seqrelid = CAST(CAST(pg_catalog.pg_get_serial_sequence(CAST(CAST(col.attrelid AS REGCLASS) AS TEXT), col.attname) AS REGCLASS) AS OID)) ELSE NULL END AS identity
         FROM pg_catalog.pg_class rel LEFT OUTER JOIN pg_catalog.pg_attribute col ON rel.oid = col.attrelid AND col.attnum > 0 AND NOT col.attisdropped LEFT OUTER JOIN pg_catalog.pg_description de ON de.objoid = col.attrelid AND de.objsubid = col.attnum
           JOIN pg_catalog.pg_namespace ns ON ns.oid = rel.relnamespace WHERE rel.relkind = ANY (ARRAY['r', 'p', 'f', 'v', 'm']) AND ns.nspname = 'care' ORDER BY rel.relname, col.attnum`,
      ],
      [
        'keys, their columns in order and in one array',
        `SELECT attr.conrelid::regclass::text, array_agg(CAST(attr.attname AS TEXT) ORDER BY attr.ord) AS cols, attr.conname, min(attr.description) FROM (
           SELECT con.conrelid, con.conname, con.ord, col.attname, con.description FROM pg_catalog.pg_attribute col JOIN (SELECT c.conrelid, c.conname, unnest(c.conkey) AS attnum, generate_subscripts(c.conkey, 1) AS ord, de.description
             FROM pg_catalog.pg_constraint c LEFT OUTER JOIN pg_catalog.pg_description de ON de.objoid = c.oid WHERE c.contype = 'p') AS con ON col.attnum = con.attnum AND col.attrelid = con.conrelid) AS attr
         GROUP BY attr.conrelid, attr.conname ORDER BY 1, attr.conname`,
      ],
      [
        'indexes with their expressions and operator classes',
        `SELECT i.indrelid::regclass::text, ic.relname, i.indisunique, bool_and(e.is_expr) OVER (), am.amname, CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END, e.element, opc.opcname FROM pg_catalog.pg_index i
           JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid JOIN pg_catalog.pg_am am ON am.oid = ic.relam JOIN LATERAL (SELECT k.attnum = 0 AS is_expr, k.ord, k.opclass, pg_catalog.pg_get_indexdef(i.indexrelid, k.ord + 1, true) AS element
             FROM (SELECT unnest(i.indkey) AS attnum, unnest(i.indclass) AS opclass, generate_subscripts(i.indkey, 1) AS ord) AS k) e ON true LEFT JOIN pg_catalog.pg_opclass opc ON opc.oid = e.opclass WHERE i.indrelid = 'care.patients'::regclass ORDER BY 2, e.ord`,
      ],
      [
        'the order of the server settings of the session',
        `SELECT current_setting('standard_conforming_strings'), version() LIKE '%PostgreSQL%', current_schema()`,
      ],
      [
        'tables with their comments',
        `SELECT rel.relname, pg_catalog.obj_description(rel.oid, 'pg_class'), pg_catalog.pg_table_is_visible(rel.oid), pg_catalog.col_description(rel.oid, 1) FROM pg_catalog.pg_class rel WHERE rel.relkind = 'r' AND rel.relnamespace = 'care'::regnamespace ORDER BY 1`,
      ],
      [
        'foreign keys and their texts',
        `SELECT con.conname, pg_catalog.pg_get_constraintdef(con.oid, true) AS text, ns.nspname, (SELECT array_agg(col.attname) FROM pg_catalog.pg_attribute col WHERE col.attrelid = con.conrelid AND col.attnum = ANY (con.conkey)), pg_catalog.pg_get_triggerdef((SELECT tg.oid FROM pg_catalog.pg_trigger tg WHERE tg.tgconstraint = con.oid ORDER BY tg.tgname LIMIT 1)) IS NULL
         FROM pg_catalog.pg_constraint con JOIN pg_catalog.pg_class rel ON rel.oid = con.confrelid JOIN pg_catalog.pg_namespace ns ON ns.oid = rel.relnamespace WHERE con.contype = 'f' ORDER BY 1`,
      ],
      [
        'domains and their collations',
        `SELECT ty.typname, pg_catalog.format_type(ty.typbasetype, ty.typtypmod), NOT ty.typnotnull, ty.typdefault, pg_catalog.pg_type_is_visible(ty.oid), (SELECT array_remove(array_agg(con.conname), NULL) FROM pg_catalog.pg_constraint con WHERE con.contypid = ty.oid), co.collname, pg_catalog.pg_collation_is_visible(co.oid)
         FROM pg_catalog.pg_type ty LEFT JOIN pg_catalog.pg_collation co ON ty.typcollation = co.oid WHERE ty.typtype = 'd' AND ty.typnamespace = 'care'::regnamespace`,
      ],
      [
        'functions for completion',
        `SELECT ns.nspname, fn.proname, fn.proargnames, pg_catalog.array_to_string(fn.proargmodes, ''), fn.prokind, pg_catalog.pg_get_function_arguments(fn.oid), pg_catalog.pg_get_function_result(fn.oid), pg_catalog.pg_function_is_visible(fn.oid), pg_catalog.pg_get_functiondef(fn.oid), la.lanname
         FROM pg_catalog.pg_proc fn INNER JOIN pg_catalog.pg_namespace ns ON ns.oid = fn.pronamespace INNER JOIN pg_catalog.pg_language la ON la.oid = fn.prolang INNER JOIN pg_type re ON re.oid = fn.prorettype WHERE fn.prorettype::regtype <> 'trigger'::regtype AND ns.nspname = 'care' AND fn.prokind = 'f' ORDER BY 1, 2, 6`,
      ],
      [
        'the casing of words in definitions, for completion',
        `WITH OrderWords AS (SELECT upper(word) AS word, row_number() OVER (PARTITION BY upper(word) ORDER BY count(*) DESC) AS num FROM (SELECT regexp_split_to_table(ltrim(rtrim(pg_get_viewdef(rel.oid))), '\\W+') AS word FROM pg_catalog.pg_class rel WHERE rel.relkind = 'v' AND rel.relnamespace = 'care'::regnamespace) s GROUP BY word)
         SELECT word FROM OrderWords WHERE num = 1 ORDER BY 1`,
      ],
      [
        'the rest of what \\d of pgcli shows',
        `SELECT pg_catalog.pg_get_ruledef(ru.oid, true), substring(pg_catalog.pg_get_partkeydef('care.labs'::regclass), 1, 5), pg_catalog.pg_get_userbyid(10), quote_ident('A b'), lower('A'),
           (SELECT count(*) FROM pg_catalog.pg_policy), (SELECT count(*) FROM pg_catalog.pg_inherits), (SELECT count(*) FROM pg_catalog.pg_default_acl), (SELECT count(*) FROM pg_catalog.pg_auth_members), (SELECT count(*) FROM pg_catalog.pg_extension)
         FROM pg_catalog.pg_rewrite ru JOIN pg_catalog.pg_depend dep ON dep.objid = ru.oid WHERE ru.ev_class = 'care.ward_load'::regclass LIMIT 1`,
      ],
      [
        'databases and tablespaces',
        `SELECT db.datname, pg_catalog.pg_encoding_to_char(db.encoding), sp.spcname, CASE WHEN pg_catalog.pg_tablespace_location(sp.oid) = '' THEN 'here' END, ro.rolname FROM pg_catalog.pg_database db JOIN pg_catalog.pg_tablespace sp ON sp.oid = db.dattablespace JOIN pg_catalog.pg_roles ro ON ro.oid = db.datdba ORDER BY 1`,
      ],
      [
        'text search tokens',
        `SELECT (SELECT t.alias FROM pg_catalog.ts_token_type(c.cfgparser) AS t WHERE t.tokid = m.maptokentype), pg_catalog.btrim(p.prsname::text, 'x') FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_catalog.pg_ts_config_map m ON m.mapcfg = c.oid WHERE c.cfgname = 'simple' ORDER BY 1`,
      ],
      [
        'enumerations with their labels',
        `SELECT ty.typname, (SELECT array_agg(CAST(en.enumlabel AS TEXT) ORDER BY en.enumsortorder) FROM pg_catalog.pg_enum en WHERE en.enumtypid = ty.oid) FROM pg_catalog.pg_type ty WHERE ty.typtype = 'e' ORDER BY 1`,
      ],
      ['what a connection is reset with', `SELECT pg_advisory_unlock_all()`],
      ['where names are looked up', 'SELECT * FROM unnest(current_schemas(true))'],
    ]),
    {
      asks: 'schemas that do not begin with a word',
      sql: `SELECT nspname FROM pg_catalog.pg_namespace WHERE (nspname NOT LIKE $1::VARCHAR || '%' ESCAPE '/') ORDER BY nspname`,
      parameters: ['pg/_'],
    },
  ],
};
