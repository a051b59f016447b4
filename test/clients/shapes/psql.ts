// The describe commands and the tab completion of psql.
import { shapes, type CatalogClient } from '../shape.ts';

/** psql prints its patterns as regular expressions with an explicit operator and collation. */
const matching = (column: string, pattern: string): string =>
  `${column} OPERATOR(pg_catalog.~) '^(${pattern})$' COLLATE pg_catalog.default`;

const RELATIONS = shapes([
  [
    'which relation a name means',
    `SELECT ns.nspname, rel.relname, rel.relkind FROM pg_catalog.pg_class rel
       LEFT JOIN pg_catalog.pg_namespace ns ON rel.relnamespace = ns.oid
     WHERE ${matching('rel.relname', 'pat.*')} AND pg_catalog.pg_table_is_visible(rel.oid) ORDER BY 1, 2`,
  ],
  [
    'which relations there are, their kind, owner, size and comment',
    `SELECT ns.nspname AS "In", rel.relname AS "Called",
       CASE rel.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'stored view' ELSE rel.relkind::text END AS "Sort",
       pg_catalog.pg_get_userbyid(rel.relowner) AS "Whose", am.amname,
       pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(rel.oid)), pg_catalog.obj_description(rel.oid, 'pg_class')
     FROM pg_catalog.pg_class AS rel LEFT JOIN pg_catalog.pg_namespace ns ON ns.oid = rel.relnamespace
       LEFT JOIN pg_catalog.pg_am am ON am.oid = rel.relam
     WHERE rel.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', '') AND ns.nspname !~ '^pg_toast' AND ns.nspname <> 'information_schema'
       AND (SELECT true FROM pg_catalog.pg_inherits up WHERE up.inhrelid = rel.oid LIMIT 1) IS NULL
     ORDER BY 1, 2`,
  ],
  [
    'the columns of a table, their types, defaults, collations and comments',
    `SELECT col.attname, pg_catalog.format_type(col.atttypid, col.atttypmod),
       (SELECT pg_catalog.pg_get_expr(def.adbin, def.adrelid, true) FROM pg_catalog.pg_attrdef def
        WHERE def.adrelid = col.attrelid AND def.adnum = col.attnum AND col.atthasdef),
       (SELECT co.collname FROM pg_catalog.pg_collation co, pg_catalog.pg_type ty
        WHERE co.oid = col.attcollation AND ty.oid = col.atttypid AND col.attcollation <> ty.typcollation),
       col.attidentity, col.attgenerated, col.attstorage, pg_catalog.col_description(col.attrelid, col.attnum)
     FROM pg_catalog.pg_attribute col
     WHERE col.attrelid = 'care.patients'::pg_catalog.regclass AND col.attnum > 0 AND NOT col.attisdropped ORDER BY col.attnum`,
  ],
  [
    'the indexes of a table',
    `SELECT ic.relname, ix.indisprimary, ix.indisunique, pg_catalog.pg_get_indexdef(ic.oid, 0, true),
       pg_catalog.pg_get_constraintdef(con.oid, true), con.condeferrable
     FROM pg_catalog.pg_class tc, pg_catalog.pg_class ic, pg_catalog.pg_index ix
       LEFT JOIN pg_catalog.pg_constraint con ON con.conrelid = ix.indrelid AND con.conindid = ix.indexrelid AND con.contype IN ('p', 'u', 'x')
     WHERE tc.oid = 'care.patients'::regclass AND ix.indrelid = tc.oid AND ix.indexrelid = ic.oid ORDER BY ix.indisprimary DESC, ic.relname`,
  ],
  [
    'the foreign keys into and out of a table, partitions included',
    `SELECT con.conname, con.conrelid::pg_catalog.regclass::text, pg_catalog.pg_get_constraintdef(con.oid, true)
     FROM pg_catalog.pg_constraint con
     WHERE con.confrelid IN (SELECT up.relid FROM pg_catalog.pg_partition_ancestors('care.wards') AS up UNION ALL VALUES ('care.wards'::regclass))
       AND con.contype = 'f' AND con.conparentid = 0 ORDER BY con.conname`,
  ],
  [
    'the triggers of a table and whose parent they have',
    `SELECT tg.tgname, pg_catalog.pg_get_triggerdef(tg.oid, true), tg.tgenabled, tg.tgisinternal,
       CASE WHEN tg.tgparentid <> 0 THEN (SELECT own.tgrelid::regclass::text FROM pg_catalog.pg_trigger own,
         pg_catalog.pg_partition_ancestors(tg.tgrelid) WITH ORDINALITY AS up(relid, depth)
         WHERE own.tgname = tg.tgname AND own.tgrelid = up.relid AND own.tgparentid = 0 ORDER BY up.depth LIMIT 1) END
     FROM pg_catalog.pg_trigger tg WHERE tg.tgrelid = 'care.visits'::regclass AND NOT tg.tgisinternal ORDER BY 1`,
  ],
  [
    'the row policies of a table',
    `SELECT po.polname, po.polpermissive,
       CASE WHEN po.polroles = '{0}' THEN NULL ELSE pg_catalog.array_to_string(ARRAY(SELECT rolname FROM pg_catalog.pg_roles
         WHERE oid = ANY (po.polroles) ORDER BY 1), ', ') END,
       pg_catalog.pg_get_expr(po.polqual, po.polrelid), pg_catalog.pg_get_expr(po.polwithcheck, po.polrelid)
     FROM pg_catalog.pg_policy po WHERE po.polrelid = 'care.patients'::regclass`,
  ],
  [
    'the extended statistics of a table, not what they hold',
    `SELECT st.stxname, st.stxnamespace::pg_catalog.regnamespace::text, pg_catalog.pg_get_statisticsobjdef_columns(st.oid),
       'd' = ANY (st.stxkind), st.stxstattarget, pg_catalog.pg_statistics_obj_is_visible(st.oid)
     FROM pg_catalog.pg_statistic_ext st WHERE st.stxrelid = 'care.patients'::regclass`,
  ],
  [
    'the rules of a relation and the text of a view',
    `SELECT ru.rulename, pg_catalog.rtrim(pg_catalog.pg_get_ruledef(ru.oid, true), ';'), ru.ev_enabled, pg_catalog.pg_get_viewdef(ru.ev_class, true)
     FROM pg_catalog.pg_rewrite ru WHERE ru.ev_class = 'care.patient_view'::regclass ORDER BY 1`,
  ],
  [
    'the bounds and the key of partitions, and their sizes together',
    `SELECT part.oid::pg_catalog.regclass::text, pg_catalog.pg_get_expr(part.relpartbound, part.oid), pg_catalog.pg_get_partition_constraintdef(part.oid),
       (SELECT pg_catalog.pg_get_partkeydef('care.labs'::regclass)),
       (SELECT pg_catalog.sum(pg_catalog.pg_table_size(tree.relid)) FROM pg_catalog.pg_partition_tree('care.labs') tree)
     FROM pg_catalog.pg_class part, pg_catalog.pg_inherits inh
     WHERE part.oid = inh.inhrelid AND inh.inhparent = 'care.labs'::regclass ORDER BY 1`,
  ],
  [
    'a sequence and what owns it',
    `SELECT pg_catalog.format_type(sq.seqtypid, NULL), sq.seqstart, sq.seqcache,
       (SELECT pg_catalog.quote_ident(rel.relname) || '.' || pg_catalog.quote_ident(col.attname) FROM pg_catalog.pg_depend dep
          JOIN pg_catalog.pg_class rel ON rel.oid = dep.refobjid
          JOIN pg_catalog.pg_attribute col ON col.attrelid = rel.oid AND col.attnum = dep.refobjsubid
        WHERE dep.classid = 'pg_catalog.pg_class'::regclass AND dep.objid = sq.seqrelid AND dep.deptype IN ('a', 'i'))
     FROM pg_catalog.pg_sequence sq WHERE sq.seqrelid = 'care.messages_id_seq'::regclass`,
  ],
  [
    'what is published',
    `SELECT pub.pubname, NULL, NULL FROM pg_catalog.pg_publication pub
       JOIN pg_catalog.pg_publication_namespace pn ON pn.pnpubid = pub.oid
       JOIN pg_catalog.pg_class rel ON rel.relnamespace = pn.pnnspid
     WHERE rel.oid = 'care.wards'::regclass AND pg_catalog.pg_relation_is_publishable(rel.oid)
     UNION SELECT pub.pubname, pg_catalog.pg_get_expr(pr.prqual, rel.oid),
       CASE WHEN pr.prattrs IS NOT NULL THEN (SELECT pg_catalog.string_agg(attname, ', ')
         FROM pg_catalog.generate_series(0, pg_catalog.array_upper(pr.prattrs::pg_catalog.int2[], 1)) s, pg_catalog.pg_attribute
         WHERE attrelid = pr.prrelid AND attnum = pr.prattrs[s]) END
     FROM pg_catalog.pg_publication pub JOIN pg_catalog.pg_publication_rel pr ON pub.oid = pr.prpubid
       JOIN pg_catalog.pg_class rel ON rel.oid = pr.prrelid ORDER BY 1`,
  ],
]);

const OBJECTS = shapes([
  [
    'which functions there are, with their language, arguments and source',
    `SELECT ns.nspname, fn.proname, pg_catalog.pg_get_function_result(fn.oid), pg_catalog.pg_get_function_arguments(fn.oid),
       CASE fn.prokind WHEN 'a' THEN 'agg' WHEN 'p' THEN 'proc' ELSE 'func' END, la.lanname,
       COALESCE(pg_catalog.pg_get_function_sqlbody(fn.oid), fn.prosrc), pg_catalog.pg_get_functiondef(fn.oid)
     FROM pg_catalog.pg_proc fn LEFT JOIN pg_catalog.pg_namespace ns ON ns.oid = fn.pronamespace
       LEFT JOIN pg_catalog.pg_language la ON la.oid = fn.prolang
     WHERE ns.nspname = 'care' AND fn.prokind <> 'a' AND pg_catalog.pg_function_is_visible(fn.oid) ORDER BY 1, 2, 4`,
  ],
  [
    'which operators and operator classes there are',
    `SELECT op.oprname, pg_catalog.format_type(op.oprleft, NULL), pg_catalog.format_type(op.oprright, NULL),
       pg_catalog.obj_description(op.oid, 'pg_operator'), pg_catalog.pg_operator_is_visible(op.oid)
     FROM pg_catalog.pg_operator op WHERE op.oprnamespace = 'care'::regnamespace
     UNION ALL SELECT oc.opcname, fam.opfname, am.amname, NULL, pg_catalog.pg_opclass_is_visible(oc.oid) AND pg_catalog.pg_opfamily_is_visible(fam.oid)
     FROM pg_catalog.pg_opclass oc JOIN pg_catalog.pg_opfamily fam ON fam.oid = oc.opcfamily JOIN pg_catalog.pg_am am ON am.oid = oc.opcmethod
     WHERE am.amname = 'hash'`,
  ],
  [
    'what an operator family holds',
    `SELECT ao.amopstrategy, ao.amopopr::pg_catalog.regoperator::text, ap.amprocnum, ap.amproc::pg_catalog.regprocedure::text
     FROM pg_catalog.pg_amop ao JOIN pg_catalog.pg_amproc ap ON ap.amprocfamily = ao.amopfamily
     WHERE ao.amopmethod = (SELECT oid FROM pg_catalog.pg_am WHERE amname = 'btree') AND ap.amproclefttype = 'int4'::regtype ORDER BY 1, 2, 3, 4`,
  ],
  [
    'which types there are, the values of enumerations and who may use them',
    `SELECT ns.nspname, pg_catalog.format_type(ty.oid, NULL), CASE WHEN ty.typrelid <> 0 THEN CAST('tuple' AS pg_catalog.text)
         WHEN ty.typlen < 0 THEN CAST('var' AS pg_catalog.text) ELSE CAST(ty.typlen AS pg_catalog.text) END,
       pg_catalog.array_to_string(ARRAY(SELECT en.enumlabel FROM pg_catalog.pg_enum en WHERE en.enumtypid = ty.oid ORDER BY en.enumsortorder), E'\\n'),
       pg_catalog.array_to_string(ty.typacl, E'\\n')
     FROM pg_catalog.pg_type ty LEFT JOIN pg_catalog.pg_namespace ns ON ns.oid = ty.typnamespace
     WHERE (ty.typrelid = 0 OR (SELECT rel.relkind = 'c' FROM pg_catalog.pg_class rel WHERE rel.oid = ty.typrelid))
       AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type el WHERE el.oid = ty.typelem AND el.typarray = ty.oid)
       AND ns.nspname = 'care' AND pg_catalog.pg_type_is_visible(ty.oid) ORDER BY 1, 2`,
  ],
  [
    'the domains and their checks',
    `SELECT dom.typname, pg_catalog.format_type(dom.typbasetype, dom.typtypmod), dom.typdefault,
       pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.pg_get_constraintdef(con.oid, true) FROM pg_catalog.pg_constraint con WHERE con.contypid = dom.oid), ' ')
     FROM pg_catalog.pg_type dom WHERE dom.typtype = 'd' AND dom.typnamespace = 'care'::regnamespace`,
  ],
  [
    'the casts, conversions and collations',
    `SELECT pg_catalog.format_type(ca.castsource, NULL), ca.castmethod::text, fn.proname FROM pg_catalog.pg_cast ca LEFT JOIN pg_catalog.pg_proc fn ON fn.oid = ca.castfunc
       WHERE ca.castsource = 'date'::regtype
     UNION ALL SELECT cv.conname, pg_catalog.pg_encoding_to_char(cv.conforencoding), NULL FROM pg_catalog.pg_conversion cv WHERE pg_catalog.pg_conversion_is_visible(cv.oid)
     UNION ALL SELECT co.collname, co.collprovider::text, NULL FROM pg_catalog.pg_collation co
       WHERE co.collencoding IN (-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding())) AND pg_catalog.pg_collation_is_visible(co.oid)`,
  ],
  [
    'text search configurations and their dictionaries',
    `SELECT cf.cfgname, pa.prsname, (SELECT tok.alias FROM pg_catalog.ts_token_type(cf.cfgparser) AS tok WHERE tok.tokid = ma.maptokentype),
       pg_catalog.btrim(ARRAY(SELECT m2.mapdict::pg_catalog.regdictionary FROM pg_catalog.pg_ts_config_map m2
         WHERE m2.mapcfg = ma.mapcfg AND m2.maptokentype = ma.maptokentype ORDER BY m2.mapcfg, m2.maptokentype, m2.mapseqno)::pg_catalog.text, '{}')
     FROM pg_catalog.pg_ts_config cf LEFT JOIN pg_catalog.pg_ts_parser pa ON pa.oid = cf.cfgparser JOIN pg_catalog.pg_ts_config_map ma ON ma.mapcfg = cf.oid
     WHERE cf.cfgname = 'english' AND pg_catalog.pg_ts_config_is_visible(cf.oid) AND pg_catalog.pg_ts_parser_is_visible(pa.oid) ORDER BY 3`,
  ],
  [
    'text search dictionaries and templates',
    `SELECT di.dictname, te.tmplname, di.dictinitoption FROM pg_catalog.pg_ts_dict di LEFT JOIN pg_catalog.pg_ts_template te ON te.oid = di.dicttemplate
     WHERE pg_catalog.pg_ts_dict_is_visible(di.oid) AND pg_catalog.pg_ts_template_is_visible(te.oid) ORDER BY 1`,
  ],
  [
    'the extensions, installed and available, and what belongs to one',
    `SELECT ex.extname, ex.extversion, av.default_version,
       (SELECT pg_catalog.string_agg(ver.version, ' ' ORDER BY ver.version) FROM pg_catalog.pg_available_extension_versions ver WHERE ver.name = ex.extname),
       ARRAY(SELECT pg_catalog.pg_describe_object(dep.classid, dep.objid, 0) FROM pg_catalog.pg_depend dep
         WHERE dep.refclassid = 'pg_catalog.pg_extension'::regclass AND dep.refobjid = ex.oid AND dep.deptype = 'e' ORDER BY 1)
     FROM pg_catalog.pg_extension ex LEFT JOIN pg_catalog.pg_available_extensions() AS av ON av.name = ex.extname
       LEFT JOIN pg_catalog.pg_available_extensions pae ON pae.name = ex.extname`,
  ],
  [
    'comments on objects that nothing else shows',
    `SELECT DISTINCT kind.object, kind.name, de.description FROM (
       SELECT con.oid, con.tableoid, CAST('constraint' AS pg_catalog.text) AS object, CAST(con.conname AS pg_catalog.text) AS name FROM pg_catalog.pg_constraint con
       UNION ALL SELECT tg.oid, tg.tableoid, CAST('trigger' AS pg_catalog.text), CAST(tg.tgname AS pg_catalog.text) FROM pg_catalog.pg_trigger tg) AS kind
     JOIN pg_catalog.pg_description de ON (kind.oid = de.objoid AND kind.tableoid = de.classoid AND de.objsubid = 0)`,
  ],
  [
    'foreign data wrappers, servers and tables',
    `SELECT se.srvname, fw.fdwname, CASE WHEN se.srvoptions IS NULL THEN '' ELSE '(' || pg_catalog.array_to_string(ARRAY(
         SELECT pg_catalog.quote_ident(option_name) || ' ' || pg_catalog.quote_literal(option_value) FROM pg_catalog.pg_options_to_table(se.srvoptions)), ', ') || ')' END,
       ft.ftrelid
     FROM pg_catalog.pg_foreign_server se JOIN pg_catalog.pg_foreign_data_wrapper fw ON fw.oid = se.srvfdw LEFT JOIN pg_catalog.pg_foreign_table ft ON ft.ftserver = se.oid`,
  ],
  [
    'event triggers and rules',
    `SELECT ev.evtname, pg_catalog.array_to_string(ARRAY(SELECT x FROM pg_catalog.unnest(ev.evttags) AS tags(x)), ', '), ev.evtfoid::regproc::text FROM pg_catalog.pg_event_trigger ev
     UNION ALL SELECT rulename, schemaname, definition FROM pg_catalog.pg_rules WHERE schemaname = 'care'`,
  ],
]);

const HOUSE = shapes([
  [
    'the databases, how large they are and who may connect',
    `SELECT db.datname, pg_catalog.pg_encoding_to_char(db.encoding), CASE db.datlocprovider WHEN 'c' THEN 'libc' ELSE 'other' END,
       CASE WHEN pg_catalog.array_length(db.datacl, 1) = 0 THEN '(none)' ELSE pg_catalog.array_to_string(db.datacl, E'\\n') END,
       CASE WHEN pg_catalog.has_database_privilege(db.datname, 'CONNECT') THEN 'may connect' ELSE 'No Access' END, sp.spcname,
       pg_catalog.shobj_description(db.oid, 'pg_database'), pg_catalog.pg_database_size(db.datname) > 0
     FROM pg_catalog.pg_database db JOIN pg_catalog.pg_tablespace sp ON db.dattablespace = sp.oid ORDER BY 1`,
  ],
  [
    'the tablespaces',
    `SELECT sp.spcname, pg_catalog.pg_tablespace_location(sp.oid), pg_catalog.array_to_string(sp.spcacl, E'\\n'), pg_catalog.pg_size_pretty(pg_catalog.pg_tablespace_size(sp.oid)) <> ''
     FROM pg_catalog.pg_tablespace sp WHERE sp.spcname = 'pg_default'`,
  ],
  [
    'the roles and what they are members of',
    `SELECT ro.rolname, ro.rolsuper, ro.rolconnlimit, ro.rolvaliduntil, ARRAY(SELECT gr.rolname FROM pg_catalog.pg_auth_members am
       JOIN pg_catalog.pg_roles gr ON gr.oid = am.roleid WHERE am.member = ro.oid ORDER BY 1), pg_catalog.shobj_description(ro.oid, 'pg_authid')
     FROM pg_catalog.pg_roles ro WHERE ro.rolname !~ '^pg_' ORDER BY 1`,
  ],
  [
    'settings of roles and databases, and default privileges',
    `SELECT db.datname, ro.rolname, pg_catalog.array_to_string(rs.setconfig, E'\\n') FROM pg_catalog.pg_db_role_setting rs
       LEFT JOIN pg_catalog.pg_database db ON db.oid = rs.setdatabase LEFT JOIN pg_catalog.pg_roles ro ON ro.oid = rs.setrole
     UNION ALL SELECT pg_catalog.pg_get_userbyid(da.defaclrole), ns.nspname, pg_catalog.array_to_string(da.defaclacl, E'\\n')
     FROM pg_catalog.pg_default_acl da LEFT JOIN pg_catalog.pg_namespace ns ON ns.oid = da.defaclnamespace`,
  ],
  [
    'privileges on relations and their columns',
    `SELECT rel.relname, pg_catalog.array_to_string(rel.relacl, E'\\n'), pg_catalog.array_to_string(ARRAY(
         SELECT col.attname || E':\\n  ' || pg_catalog.array_to_string(col.attacl, E'\\n  ') FROM pg_catalog.pg_attribute col
         WHERE col.attrelid = rel.oid AND NOT col.attisdropped AND col.attacl IS NOT NULL), E'\\n')
     FROM pg_catalog.pg_class rel WHERE rel.relnamespace = 'care'::regnamespace AND rel.relkind IN ('r', 'v') ORDER BY 1`,
  ],
  [
    'parameters and who may set them',
    `SELECT st.name, CASE WHEN st.unit IS NULL THEN st.setting ELSE st.setting || st.unit END, st.context, pa.paracl
     FROM pg_catalog.pg_settings st LEFT JOIN pg_catalog.pg_parameter_acl pa ON pg_catalog.lower(st.name) = pa.parname WHERE st.source = 'default' AND st.context <> 'user' ORDER BY 1`,
  ],
  [
    'large objects there are, not what they hold',
    `SELECT lo.oid, pg_catalog.pg_get_userbyid(lo.lomowner), pg_catalog.obj_description(lo.oid, 'pg_largeobject') FROM pg_catalog.pg_largeobject_metadata lo ORDER BY lo.oid`,
  ],
  [
    'subscriptions, not how they connect',
    `SELECT su.subname, pg_catalog.pg_get_userbyid(su.subowner), su.subenabled, su.subpublications FROM pg_catalog.pg_subscription su
     WHERE su.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`,
  ],
  [
    'user mappings, not their options',
    'SELECT um.srvname, um.usename FROM pg_catalog.pg_user_mappings um ORDER BY 1, 2',
  ],
]);

const CASTS = shapes([
  [
    'names of functions, cast to the type that they have',
    `SELECT te.tmplname, te.tmplinit::pg_catalog.regproc AS "Start", te.tmpllexize::pg_catalog.regproc FROM pg_catalog.pg_ts_template te ORDER BY 1`,
  ],
  [
    'arrays, lengths and enumerations, cast to the type that they have',
    `SELECT col.attname::name, col.attoptions::text[], ty.typtype::"char", ty.typdefault::text, w.amount::numeric, s.city::text, ward_id::int FROM pg_catalog.pg_attribute col
       JOIN pg_catalog.pg_type ty ON ty.oid = col.atttypid LEFT JOIN care.scratch w ON w.id = col.attnum LEFT JOIN care.patients s ON s.id = col.attnum
     WHERE col.attrelid = 'care.wards'::regclass AND col.attnum > 0 ORDER BY col.attnum`,
  ],
]);

const COMPLETION = shapes([
  [
    'names that begin with what was typed',
    `SELECT pg_catalog.quote_ident(rel.relname) FROM pg_catalog.pg_class rel WHERE rel.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND pg_catalog.substring(pg_catalog.quote_ident(rel.relname), 1, 3) = 'pat' AND pg_catalog.pg_table_is_visible(rel.oid)
       AND rel.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
     UNION ALL SELECT pg_catalog.quote_ident(ns.nspname) || '.' FROM pg_catalog.pg_namespace ns WHERE ns.nspname LIKE 'ca%'
       AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_namespace WHERE nspname LIKE 'ca%') > 1 LIMIT 1000`,
  ],
  [
    'columns of a table named with its schema',
    `SELECT col.attname FROM pg_catalog.pg_attribute col, pg_catalog.pg_class rel, pg_catalog.pg_namespace ns
     WHERE ns.oid = rel.relnamespace AND rel.oid = col.attrelid AND col.attname LIKE 's%' AND NOT col.attisdropped AND col.attnum > 0
       AND rel.relname = 'patients' AND ns.nspname = 'care' LIMIT 1000`,
  ],
  [
    'settings that can be shown',
    `SELECT pg_catalog.lower(name) FROM pg_catalog.pg_settings WHERE context IN ('user', 'superuser') AND name LIKE 'work%' LIMIT 1000`,
  ],
  [
    'names of time zones',
    `SELECT name FROM pg_catalog.pg_timezone_names() WHERE pg_catalog.lower(name) LIKE 'europe/z%' ORDER BY 1`,
  ],
  [
    'channels that it listens to',
    `SELECT channel FROM pg_catalog.pg_listening_channels() AS channel WHERE channel LIKE '%' LIMIT 1000`,
  ],
  [
    'names of prepared statements',
    `SELECT name FROM pg_catalog.pg_prepared_statements WHERE name LIKE 'x%' LIMIT 1000`,
  ],
  ['names of cursors', `SELECT name FROM pg_catalog.pg_cursors WHERE name LIKE 'x%' LIMIT 1000`],
  [
    'roles to which one may switch',
    `SELECT ro.rolname FROM pg_catalog.pg_roles ro WHERE pg_catalog.pg_has_role(ro.oid, 'USAGE') AND ro.rolname LIKE 'care%'`,
  ],
]);

export const PSQL: CatalogClient = {
  client: 'psql 15.18 and 18.6: every describe command, tab completion',
  relations: `pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_auth_members pg_available_extension_versions pg_available_extensions pg_cast pg_class
    pg_collation pg_constraint pg_conversion pg_cursors pg_database pg_db_role_setting pg_default_acl pg_depend pg_description pg_enum pg_event_trigger
    pg_extension pg_foreign_data_wrapper pg_foreign_server pg_foreign_table pg_index pg_inherits pg_language pg_largeobject_metadata pg_namespace pg_opclass
    pg_operator pg_opfamily pg_parameter_acl pg_policy pg_prepared_statements pg_proc pg_publication pg_publication_namespace pg_publication_rel pg_rewrite
    pg_roles pg_rules pg_sequence pg_settings pg_statistic_ext pg_subscription pg_tablespace pg_trigger pg_ts_config pg_ts_config_map pg_ts_dict pg_ts_parser
    pg_ts_template pg_type pg_user_mappings`,
  functions: `array_length array_to_string array_upper btrim col_description current_database format_type generate_series getdatabaseencoding
    has_database_privilege lower obj_description pg_available_extensions pg_char_to_encoding pg_collation_is_visible pg_conversion_is_visible
    pg_database_size pg_describe_object pg_encoding_to_char pg_function_is_visible pg_get_constraintdef pg_get_expr pg_get_function_arguments
    pg_get_function_result pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef pg_get_partition_constraintdef pg_get_partkeydef pg_get_ruledef
    pg_get_statisticsobjdef_columns pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role pg_listening_channels pg_opclass_is_visible
    pg_operator_is_visible pg_opfamily_is_visible pg_options_to_table pg_partition_ancestors pg_partition_tree pg_relation_is_publishable pg_size_pretty
    pg_statistics_obj_is_visible pg_table_is_visible pg_table_size pg_tablespace_location pg_tablespace_size pg_timezone_names pg_ts_config_is_visible
    pg_ts_dict_is_visible pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible quote_ident quote_literal rtrim shobj_description string_agg sum
    ts_token_type unnest`,
  shapes: [...RELATIONS, ...OBJECTS, ...HOUSE, ...CASTS, ...COMPLETION],
};
