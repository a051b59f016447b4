// The object tree and the statistics tabs of pgAdmin: its own templates of statements were rendered and sent. DBeaver is a program that
// the registries do not hold, and was not run: what it asks beyond the metadata of JDBC are shapes known of it, in words of our own.
import { shapes, type CatalogClient } from '../shape.ts';

export const PGADMIN: CatalogClient = {
  client: 'pgAdmin 9.18: rendered templates of the tree, properties and statistics',
  relations: `information_schema.tables pg_aggregate pg_am pg_attrdef pg_attribute pg_auth_members pg_available_extension_versions pg_available_extensions pg_cast
    pg_class pg_collation pg_constraint pg_database pg_db_role_setting pg_default_acl pg_depend pg_description pg_event_trigger pg_extension pg_foreign_data_wrapper
    pg_foreign_server pg_foreign_table pg_index pg_inherits pg_language pg_locks pg_namespace pg_opclass pg_operator pg_partitioned_table pg_policies pg_policy pg_proc
    pg_publication pg_publication_namespace pg_publication_rel pg_publication_tables pg_range pg_rewrite pg_roles pg_seclabel pg_seclabels pg_sequence
    pg_shdescription pg_shseclabel pg_stat_all_indexes pg_stat_all_tables pg_stat_database pg_stat_user_functions pg_statio_all_indexes pg_statio_all_sequences
    pg_statio_all_tables pg_subscription pg_tablespace pg_trigger pg_ts_config pg_ts_config_map pg_ts_dict pg_ts_parser pg_ts_template pg_type pg_user
    pg_user_mappings`,
  functions: `acldefault aclexplode array_agg array_length array_to_string array_upper btrim concat count current_database current_schemas current_setting encode extract
    format_type generate_series has_database_privilege has_schema_privilege length now obj_description oidvectortypes pg_available_extensions pg_blocking_pids
    pg_database_size pg_encoding_to_char pg_get_constraintdef pg_get_expr pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result
    pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef pg_get_keywords pg_get_partkeydef pg_get_ruledef pg_get_triggerdef pg_get_userbyid pg_get_viewdef
    pg_is_in_recovery pg_is_wal_replay_paused pg_relation_size pg_show_all_settings pg_size_pretty pg_tablespace_location pg_tablespace_size quote_ident quote_literal
    regexp_replace replace round shobj_description split_part string_to_array strpos substring sum to_char ts_token_type unnest upper`,
  shapes: [
    ...shapes([
      [
        'the server: may I, is it a standby',
        `SELECT ro.rolname, ro.rolcanlogin, ro.rolsuper, CASE WHEN us.usesuper THEN pg_catalog.pg_is_in_recovery() AND pg_is_wal_replay_paused() ELSE FALSE END FROM pg_catalog.pg_roles ro LEFT JOIN pg_catalog.pg_user us ON us.usesysid = ro.oid ORDER BY 1`,
      ],
      [
        'databases and what one may do in them',
        `SELECT db.oid, db.datname, pg_catalog.has_database_privilege(db.oid, 'CREATE'), db.datallowconn, sp.spcname, pg_catalog.pg_encoding_to_char(db.encoding), pg_catalog.shobj_description(db.oid, 'pg_database'), de.description,
         (SELECT pg_catalog.array_to_string(pg_catalog.array_agg(setting.part), ';') FROM (SELECT pg_catalog.unnest(rs.setconfig) AS part FROM pg_catalog.pg_db_role_setting rs WHERE rs.setdatabase = db.oid) setting)
       FROM pg_catalog.pg_database db LEFT OUTER JOIN pg_catalog.pg_tablespace sp ON db.dattablespace = sp.oid LEFT OUTER JOIN pg_catalog.pg_shdescription de ON (db.oid = de.objoid AND de.classoid = 'pg_database'::regclass) WHERE db.datname = current_database()`,
      ],
      [
        'schemas and their privileges, opened',
        `SELECT ns.nspname, (SELECT pg_catalog.array_to_string(pg_catalog.array_agg(a.privilege_type), ',') FROM pg_catalog.aclexplode(COALESCE(ns.nspacl, pg_catalog.acldefault('n', ns.nspowner))) a LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee),
         pg_catalog.has_schema_privilege(ns.oid, 'USAGE'), (SELECT pg_catalog.array_agg(provider || '=' || label) FROM pg_catalog.pg_seclabels sl WHERE sl.objoid = ns.oid AND sl.objsubid = 0), ns.nspname = ANY (current_schemas(true))
       FROM pg_catalog.pg_namespace ns WHERE ns.nspname NOT LIKE 'pg!_%' ESCAPE '!' ORDER BY 1`,
      ],
      [
        'the properties of a table',
        `SELECT rel.oid, rel.relname, sp.spcname, pg_catalog.pg_get_userbyid(rel.relowner), rel.reltuples, rel.relhassubclass, substring(pg_catalog.array_to_string(rel.reloptions, ',') FROM 'fillfactor=([0-9]*)'), (SELECT count(*) FROM pg_catalog.pg_trigger WHERE tgrelid = rel.oid AND tgisinternal = FALSE),
         (CASE WHEN rel.reltoastrelid = 0 THEN false ELSE true END), (SELECT pg_catalog.array_agg(inh.inhparent::regclass::text) FROM pg_catalog.pg_inherits inh WHERE inh.inhrelid = rel.oid), CASE WHEN pt.partstrat = 'r' THEN pg_catalog.pg_get_partkeydef(rel.oid) ELSE '' END
       FROM pg_catalog.pg_class rel LEFT OUTER JOIN pg_catalog.pg_tablespace sp ON sp.oid = rel.reltablespace LEFT OUTER JOIN pg_catalog.pg_description de ON (de.objoid = rel.oid AND de.objsubid = 0 AND de.classoid = 'pg_class'::regclass)
         LEFT JOIN pg_catalog.pg_constraint con ON con.conrelid = rel.oid AND con.contype = 'p' LEFT JOIN pg_catalog.pg_partitioned_table pt ON pt.partrelid = rel.oid WHERE rel.relkind IN ('r', 's', 't', 'p') AND rel.relnamespace = 'care'::regnamespace ORDER BY rel.relname`,
      ],
      [
        'columns with their sequences and collations',
        `SELECT DISTINCT ON (col.attnum) col.attname, col.attndims, pg_catalog.format_type(ty.oid, col.atttypmod), pg_catalog.pg_get_expr(def.adbin, def.adrelid), co.collname, sq.seqincrement, CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_depend dep WHERE dep.refobjid = col.attrelid AND dep.refobjsubid = col.attnum AND dep.deptype = 'i') THEN 'i' END
       FROM pg_catalog.pg_attribute col JOIN pg_catalog.pg_type ty ON ty.oid = col.atttypid LEFT JOIN pg_catalog.pg_attrdef def ON def.adrelid = col.attrelid AND def.adnum = col.attnum LEFT OUTER JOIN pg_catalog.pg_collation co ON col.attcollation = co.oid LEFT JOIN pg_catalog.pg_sequence sq ON sq.seqrelid = 0
       WHERE col.attrelid = 'care.patients'::regclass AND col.attnum > 0 AND col.attisdropped IS FALSE ORDER BY col.attnum`,
      ],
      [
        'constraints, indexes, rules, triggers and policies in the tree',
        `SELECT con.oid::text, con.conname, pg_catalog.pg_get_constraintdef(con.oid, true) FROM pg_catalog.pg_constraint con WHERE con.conrelid = 'care.patients'::regclass
       UNION ALL SELECT ic.relname, am.amname, pg_catalog.pg_get_indexdef(ix.indexrelid) FROM pg_catalog.pg_index ix JOIN pg_catalog.pg_class ic ON ic.oid = ix.indexrelid JOIN pg_catalog.pg_am am ON am.oid = ic.relam LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = ix.indclass[0] WHERE ix.indrelid = 'care.patients'::regclass
       UNION ALL SELECT ru.rulename, '', pg_catalog.pg_get_ruledef(ru.oid) FROM pg_catalog.pg_rewrite ru WHERE ru.ev_class = 'care.patient_view'::regclass
       UNION ALL SELECT tg.tgname, pg_catalog.regexp_replace(pg_catalog.replace(pg_catalog.encode(tg.tgargs, 'escape'), '\\000', ','), ',$', ''), COALESCE(substring(pg_catalog.pg_get_triggerdef(tg.oid), 'WHEN (.*) EXECUTE FUNCTION'), '') FROM pg_catalog.pg_trigger tg WHERE tg.tgrelid = 'care.visits'::regclass AND NOT tg.tgisinternal
       UNION ALL SELECT po.policyname, po.cmd, (SELECT pg_catalog.pg_get_expr(polqual, polrelid) FROM pg_catalog.pg_policy) FROM pg_catalog.pg_policies po ORDER BY 1, 2`,
      ],
      [
        'functions and aggregates',
        `SELECT fn.proname, pg_catalog.pg_get_function_arguments(fn.oid), pg_catalog.pg_get_function_identity_arguments(fn.oid), pg_catalog.pg_get_function_result(fn.oid), pg_catalog.pg_get_function_sqlbody(fn.oid), pg_catalog.pg_get_functiondef(fn.oid), pg_catalog.oidvectortypes(fn.proargtypes), la.lanname, (SELECT aggtransfn FROM pg_catalog.pg_aggregate WHERE aggfnoid = fn.oid)
       FROM pg_catalog.pg_proc fn JOIN pg_catalog.pg_language la ON la.oid = fn.prolang AND la.lanname NOT IN ('edbspl') WHERE fn.prokind IN ('f', 'w') AND fn.pronamespace = 'care'::regnamespace ORDER BY 1`,
      ],
      [
        'views and their columns',
        `SELECT rel.relname, pg_catalog.pg_get_viewdef(rel.oid, true), pg_catalog.array_to_string((SELECT pg_catalog.array_agg(col.attname) FROM pg_catalog.pg_attribute col WHERE col.attrelid = rel.oid), ' ') FROM pg_catalog.pg_class rel LEFT JOIN pg_catalog.pg_rewrite ru ON ru.ev_class = rel.oid AND ru.rulename = '_RETURN' WHERE rel.relkind = 'v' AND rel.relnamespace = 'care'::regnamespace ORDER BY 1`,
      ],
      [
        'types, casts, operators, languages',
        `SELECT ty.typname, pg_catalog.format_type(ty.oid, null), ra.rngsubtype FROM pg_catalog.pg_type ty LEFT OUTER JOIN pg_catalog.pg_range ra ON ra.rngtypid = ty.oid WHERE ty.typnamespace = 'care'::regnamespace
       UNION ALL SELECT pg_catalog.concat(pg_catalog.format_type(ca.castsource, NULL), '->', pg_catalog.format_type(ca.casttarget, NULL)), ca.castcontext::text, ca.castfunc FROM pg_catalog.pg_cast ca WHERE ca.castsource = 'date'::regtype UNION ALL SELECT op.oprname, '', op.oid FROM pg_catalog.pg_operator op WHERE op.oprnamespace = 'care'::regnamespace UNION ALL SELECT lanname, '', oid FROM pg_catalog.pg_language ORDER BY 1, 2`,
      ],
      [
        'text search',
        `SELECT cf.cfgname, pa.prsname, di.dictname, te.tmplname, (SELECT t.alias FROM pg_catalog.ts_token_type(cf.cfgparser) AS t WHERE t.tokid = ma.maptokentype) FROM pg_catalog.pg_ts_config cf JOIN pg_catalog.pg_ts_parser pa ON pa.oid = cf.cfgparser JOIN pg_catalog.pg_ts_config_map ma ON ma.mapcfg = cf.oid JOIN pg_catalog.pg_ts_dict di ON di.oid = ma.mapdict JOIN pg_catalog.pg_ts_template te ON te.oid = di.dicttemplate WHERE cf.cfgname = 'simple' ORDER BY 5`,
      ],
      [
        'extensions, wrappers, servers, event triggers, publications, labels',
        `SELECT ex.extname, av.default_version, (SELECT pg_catalog.array_agg(version ORDER BY version) FROM pg_catalog.pg_available_extension_versions WHERE name = ex.extname)::text FROM pg_catalog.pg_extension ex LEFT JOIN pg_catalog.pg_available_extensions() AS av(name, default_version, comment) ON av.name = ex.extname LEFT JOIN pg_catalog.pg_available_extensions pa ON pa.name = ex.extname
       UNION ALL SELECT fw.fdwname, se.srvname, ft.ftrelid::text FROM pg_catalog.pg_foreign_data_wrapper fw LEFT JOIN pg_catalog.pg_foreign_server se ON se.srvfdw = fw.oid LEFT JOIN pg_catalog.pg_foreign_table ft ON ft.ftserver = se.oid UNION ALL SELECT evtname, evtevent, '' FROM pg_catalog.pg_event_trigger
       UNION ALL SELECT pub.pubname, pr.prrelid::text, pn.pnnspid::text FROM pg_catalog.pg_publication pub LEFT JOIN pg_catalog.pg_publication_rel pr ON pr.prpubid = pub.oid LEFT JOIN pg_catalog.pg_publication_namespace pn ON pn.pnpubid = pub.oid UNION ALL SELECT pubname, schemaname, tablename FROM pg_catalog.pg_publication_tables
       UNION ALL SELECT provider, label, '' FROM pg_catalog.pg_seclabel UNION ALL SELECT provider, label, '' FROM pg_catalog.pg_shseclabel`,
      ],
      [
        'subscriptions and user mappings, not their secrets',
        `SELECT su.subname, su.subenabled::text, pg_catalog.pg_get_userbyid(su.subowner) FROM pg_catalog.pg_subscription su UNION ALL SELECT um.srvname, um.usename, '' FROM pg_catalog.pg_user_mappings um`,
      ],
      [
        'roles with their memberships',
        `SELECT ro.rolname, pg_catalog.shobj_description(ro.oid, 'pg_authid'), ARRAY(SELECT CASE WHEN am.admin_option THEN '1' ELSE '0' END || other.rolname FROM (SELECT * FROM pg_catalog.pg_auth_members WHERE member = ro.oid) am LEFT JOIN pg_catalog.pg_roles other ON (am.roleid = other.oid) ORDER BY other.rolname) FROM pg_catalog.pg_roles ro ORDER BY ro.rolcanlogin, ro.rolname`,
      ],
      [
        'tablespaces and default privileges',
        `SELECT sp.spcname, pg_catalog.pg_tablespace_location(sp.oid), pg_catalog.pg_size_pretty(pg_catalog.pg_tablespace_size(sp.oid)) <> '' FROM pg_catalog.pg_tablespace sp WHERE sp.spcname = 'pg_default' UNION ALL SELECT pg_catalog.pg_get_userbyid(da.defaclrole), da.defaclobjtype::text, false FROM pg_catalog.pg_default_acl da`,
      ],
      [
        'parameters',
        `SELECT st.name, pg_catalog.upper(st.category), st.setting, st.enumvals FROM pg_catalog.pg_show_all_settings() st WHERE st.context NOT IN ('internal', 'user') AND st.source = 'default' ORDER BY 1`,
      ],
      [
        'words to be quoted',
        `SELECT pg_catalog.upper(word) FROM pg_catalog.pg_get_keywords() WHERE catcode IN ('R', 'T') ORDER BY word`,
      ],
      [
        'how a tuple lies on a page',
        `SELECT pg_catalog.round(pg_catalog.sum(pg_catalog.length(pg_catalog.split_part(x, ',', 1)))), pg_catalog.array_length(pg_catalog.string_to_array('a,b', ','), 1), pg_catalog.array_upper(ARRAY[1], 1), pg_catalog.btrim(' a '), pg_catalog.strpos('abc', 'b'), pg_catalog.quote_ident('A'), pg_catalog.quote_literal('b'),
         pg_catalog.to_char(1, '9'), extract(day FROM now() - now()) FROM pg_catalog.generate_series(1, 3) AS n, LATERAL (SELECT n::text AS x) part`,
      ],
      [
        'locks and who waits for whom',
        `SELECT lo.locktype, lo.mode, lo.granted, pg_catalog.pg_blocking_pids(0) FROM pg_catalog.pg_locks lo WHERE lo.locktype = 'nothing'`,
      ],
      [
        'DBeaver: everything of a relation with its description',
        `SELECT rel.oid, rel.*, de.description, pg_catalog.pg_get_expr(rel.relpartbound, rel.oid) AS bound, pg_catalog.pg_get_partkeydef(rel.oid) AS key FROM pg_catalog.pg_class rel LEFT OUTER JOIN pg_catalog.pg_description de ON de.objoid = rel.oid AND de.objsubid = 0 WHERE rel.relnamespace = 'care'::regnamespace AND rel.relkind NOT IN ('i', 'I', 'c') ORDER BY rel.oid`,
      ],
      [
        'DBeaver: everything of a schema, of a type, of a setting',
        `SELECT ns.oid, ns.*, de.description, (SELECT count(*) FROM pg_catalog.pg_type ty WHERE ty.typnamespace = ns.oid), current_setting('server_version') FROM pg_catalog.pg_namespace ns LEFT OUTER JOIN pg_catalog.pg_description de ON de.objoid = ns.oid AND de.objsubid = 0 AND de.classoid = 'pg_namespace'::regclass ORDER BY ns.nspname`,
      ],
      [
        'DBeaver: which columns a column serves',
        `SELECT DISTINCT dep.deptype, dep.classid, dep.objid, own.relkind, col.attname, pg_catalog.pg_get_expr(def.adbin, def.adrelid), pg_catalog.obj_description(dep.objid) FROM pg_catalog.pg_depend dep LEFT JOIN pg_catalog.pg_class own ON dep.objid = own.oid LEFT JOIN pg_catalog.pg_attribute col ON dep.objid = col.attrelid AND dep.objsubid = col.attnum
         LEFT JOIN pg_catalog.pg_attrdef def ON dep.objid = def.oid WHERE dep.refobjid = 'care.messages'::regclass ORDER BY dep.objid, 1, 2`,
      ],
    ]),
    {
      asks: 'how much tables are used',
      sql: `SELECT st.relname, st.seq_scan, st.n_live_tup, st.last_vacuum, io.heap_blks_read FROM pg_catalog.pg_stat_all_tables st JOIN pg_catalog.pg_statio_all_tables io ON io.relid = st.relid
       WHERE st.schemaname = 'care' AND st.relname IN (SELECT table_name FROM information_schema.tables WHERE table_schema = 'care') ORDER BY st.relname`,
      withheld: ['seq_scan', 'heap_blks_read'],
    },
    {
      asks: 'how much indexes and sequences are used',
      sql: `SELECT st.indexrelname, st.idx_scan, io.idx_blks_read, pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(st.indexrelid)) FROM pg_catalog.pg_stat_all_indexes st JOIN pg_catalog.pg_statio_all_indexes io ON io.indexrelid = st.indexrelid
       WHERE st.schemaname = 'care' UNION ALL SELECT sq.relname, sq.blks_read, sq.blks_hit, '' FROM pg_catalog.pg_statio_all_sequences sq ORDER BY 1`,
      withheld: ['idx_scan', 'idx_blks_read'],
    },
    {
      asks: 'how much functions and databases are used',
      sql: `SELECT fn.funcname, fn.calls FROM pg_catalog.pg_stat_user_functions fn WHERE fn.schemaname = 'care' UNION ALL SELECT db.datname, db.xact_commit FROM pg_catalog.pg_stat_database db WHERE db.datname = pg_catalog.current_database()`,
      withheld: ['calls'],
    },
    {
      asks: 'how large the database is',
      sql: `SELECT pg_catalog.pg_database_size(db.oid) > 0 FROM pg_catalog.pg_database db WHERE db.datname = pg_catalog.current_database()`,
    },
  ],
};
