// What is asked of a server to know its catalog. Descriptions only: names, types, definitions, bodies of functions; never rows of users.
// Each answers one JSON text per row, built by the server, so that no driver's idea of types takes part.

/** Objects with lower OIDs are PostgreSQL's own. */
const FIRST_OWN = 16384;

export const SERVER = `SELECT json_build_object(
  'serverVersion', current_setting('server_version_num')::int, 'database', current_database(), 'user', current_user,
  'searchPath', to_json(current_schemas(true)),
  'relationCount', (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'f', 'p', 'S', 'c')))::text AS data`;

/** `[name, attribute, type OID, type, generated, default]` of each column: the shape of ColumnTuple in load-catalog.ts. */
const COLUMNS = `(SELECT json_agg(json_build_array(a.attname, a.attnum, a.atttypid::int8, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END) ORDER BY a.attnum)
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const PARENTS = `(SELECT json_agg(pn.nspname || '.' || p.relname ORDER BY i.inhseqno)
  FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
  WHERE i.inhrelid = c.oid)`;

const TRIGGERS = `(SELECT json_agg(json_build_object('name', t.tgname,
    'function', json_build_object('schema', tn.nspname, 'name', tp.proname),
    'events', array_remove(ARRAY[CASE WHEN t.tgtype & 4 > 0 THEN 'INSERT' END, CASE WHEN t.tgtype & 16 > 0 THEN 'UPDATE' END,
      CASE WHEN t.tgtype & 8 > 0 THEN 'DELETE' END, CASE WHEN t.tgtype & 32 > 0 THEN 'TRUNCATE' END], NULL)) ORDER BY t.tgname)
  FROM pg_trigger t JOIN pg_proc tp ON tp.oid = t.tgfoid JOIN pg_namespace tn ON tn.oid = tp.pronamespace
  WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)`;

/** Relations with an OID above the given one, in the order of their OIDs. The columns come apart, so that equal lists are kept once. */
export const relationsAfter = (oid: number, limit: number): string => `
  SELECT c.oid::int8 AS oid, json_strip_nulls(json_build_object('oid', c.oid::int8, 'schema', n.nspname, 'name', c.relname,
    'kind', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'f' THEN 'foreign_table'
      WHEN 'p' THEN 'partitioned_table' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'composite' ELSE 'other' END,
    'definition', CASE WHEN c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') THEN pg_get_viewdef(c.oid) END,
    'parents', ${PARENTS},
    'triggers', CASE WHEN c.relhastriggers THEN ${TRIGGERS} END,
    'checks', CASE WHEN c.relchecks > 0 THEN (SELECT json_agg(pg_get_expr(k.conbin, k.conrelid) ORDER BY k.conname) FROM pg_constraint k
      WHERE k.conrelid = c.oid AND k.contype = 'c') END,
    'rules', CASE WHEN c.relhasrules THEN (SELECT json_agg(r.rulename ORDER BY r.rulename) FROM pg_rewrite r
      WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN') END))::text AS data,
    coalesce(${COLUMNS}, '[]')::text AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p', 'S', 'c') AND n.nspname !~ '^pg_(toast|temp)' AND c.oid > ${oid}
  ORDER BY c.oid LIMIT ${limit}`;

/** Arguments in order, with their modes and defaults. proallargtypes is absent where all are IN. */
const ARGUMENTS = `(SELECT json_agg(json_strip_nulls(json_build_object(
    'name', coalesce(p.proargnames[o], ''),
    'mode', CASE p.proargmodes[o] WHEN 'o' THEN 'out' WHEN 'b' THEN 'inout' WHEN 'v' THEN 'variadic' WHEN 't' THEN 'table' ELSE 'in' END,
    'typeOid', a.type::int8, 'type', format_type(a.type, NULL),
    'default', pg_get_function_arg_default(p.oid, o::int),
    'relation', (SELECT rn.nspname || '.' || rc.relname FROM pg_type rt JOIN pg_class rc ON rc.oid = rt.typrelid
      JOIN pg_namespace rn ON rn.oid = rc.relnamespace WHERE rt.oid = a.type))) ORDER BY o)
  FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS a(type, o))`;

const SUPPORT = `(SELECT json_agg(json_build_object('schema', sn.nspname, 'name', sp.proname))
  FROM pg_aggregate g, unnest(ARRAY[g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.aggserialfn, g.aggdeserialfn, g.aggmtransfn,
      g.aggminvtransfn, g.aggmfinalfn]::oid[]) AS s(oid)
    JOIN pg_proc sp ON sp.oid = s.oid JOIN pg_namespace sn ON sn.oid = sp.pronamespace
  WHERE g.aggfnoid = p.oid)`;

export const FUNCTIONS = `
  SELECT json_strip_nulls(json_build_object('oid', p.oid::int8, 'schema', n.nspname, 'name', p.proname,
    'kind', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window' ELSE 'function' END,
    'language', l.lanname,
    'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
    'returnsSet', p.proretset, 'arguments', coalesce(${ARGUMENTS}, '[]'),
    'returnTypeOid', p.prorettype::int8, 'returnType', format_type(p.prorettype, NULL),
    'returnRelation', (SELECT rn.nspname || '.' || rc.relname FROM pg_type rt JOIN pg_class rc ON rc.oid = rt.typrelid
      JOIN pg_namespace rn ON rn.oid = rc.relnamespace WHERE rt.oid = p.prorettype),
    'body', CASE WHEN p.prosqlbody IS NULL THEN p.prosrc ELSE pg_get_function_sqlbody(p.oid) END,
    'isAtomic', p.prosqlbody IS NOT NULL,
    'settings', to_json(p.proconfig),
    'runsAs', CASE WHEN p.prosecdef THEN pg_get_userbyid(p.proowner) END,
    'extension', (SELECT e.extname FROM pg_depend x JOIN pg_extension e ON e.oid = x.refobjid
      WHERE x.classid = 'pg_catalog.pg_proc'::regclass AND x.objid = p.oid AND x.refclassid = 'pg_catalog.pg_extension'::regclass AND x.deptype = 'e'),
    'support', CASE WHEN p.prokind = 'a' THEN ${SUPPORT} END))::text AS data
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE p.oid >= ${FIRST_OWN} AND n.nspname !~ '^pg_(toast|temp)'
  ORDER BY p.oid`;

export const OPERATORS = `
  SELECT json_build_object('schema', n.nspname, 'name', o.oprname, 'left', o.oprleft::int8, 'right', o.oprright::int8,
    'function', json_build_object('schema', pn.nspname, 'name', p.proname))::text AS data
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    JOIN pg_proc p ON p.oid = o.oprcode JOIN pg_namespace pn ON pn.oid = p.pronamespace
  WHERE o.oid >= ${FIRST_OWN}
  ORDER BY o.oid`;

export const CASTS = `
  SELECT json_build_object('source', c.castsource::int8, 'target', c.casttarget::int8, 'isImplicit', c.castcontext <> 'e',
    'function', CASE WHEN p.oid IS NOT NULL THEN json_build_object('schema', pn.nspname, 'name', p.proname) END)::text AS data
  FROM pg_cast c LEFT JOIN pg_proc p ON p.oid = c.castfunc LEFT JOIN pg_namespace pn ON pn.oid = p.pronamespace
  WHERE c.oid >= ${FIRST_OWN}
  ORDER BY c.oid`;

export const TYPES = `
  SELECT json_strip_nulls(json_build_object('oid', t.oid::int8, 'schema', n.nspname, 'name', t.typname,
    'kind', CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range' WHEN 'm' THEN 'range'
      ELSE 'base' END,
    'base', CASE WHEN t.typtype = 'd' THEN t.typbasetype::int8 END, 'default', pg_get_expr(t.typdefaultbin, 0),
    'checks', (SELECT json_agg(pg_get_expr(k.conbin, 0) ORDER BY k.conname) FROM pg_constraint k
      WHERE k.contypid = t.oid AND k.contype = 'c')))::text AS data
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE (t.oid >= ${FIRST_OWN} OR t.typtype = 'd') AND n.nspname !~ '^pg_(toast|temp)' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
    AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
  ORDER BY t.oid`;

/** Every table that the queries here look into. What is written anew there, added or dropped changes its sum. */
const LOOKED_INTO = [
  'pg_aggregate',
  'pg_attrdef',
  'pg_attribute',
  'pg_cast',
  'pg_class',
  'pg_constraint',
  'pg_depend',
  'pg_extension',
  'pg_inherits',
  'pg_language',
  'pg_namespace',
  'pg_operator',
  'pg_proc',
  'pg_rewrite',
  'pg_trigger',
  'pg_type',
];

/** One text that changes with the catalog: a hash over the versions of all its rows, without their contents. */
export const FINGERPRINT = `SELECT concat_ws(' ', ${LOOKED_INTO.map(
  (table) => `(SELECT count(*) || ':' || coalesce(sum(hash_record_extended(ROW(xmin, ctid), 0)), 0) FROM ${table})`,
).join(',\n  ')}, current_user, current_schemas(true),
  (SELECT count(*) || ':' || coalesce(sum(hashtextextended(rolname, oid::int8)), 0) FROM pg_roles)) AS data`;
