// What pg_dump asks before it copies a table. Its settings and its COPY have tests of their own.
import { shapes, type CatalogClient } from '../shape.ts';

export const PG_DUMP: CatalogClient = {
  client: 'pg_dump 18.6, schema and data',
  relations: `pg_aggregate pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_cast pg_class pg_collation pg_constraint pg_conversion pg_database
    pg_default_acl pg_depend pg_description pg_enum pg_event_trigger pg_extension pg_foreign_data_wrapper pg_foreign_server pg_foreign_table pg_index
    pg_inherits pg_init_privs pg_language pg_largeobject_metadata pg_namespace pg_opclass pg_operator pg_opfamily pg_partitioned_table pg_policy pg_proc
    pg_publication pg_publication_namespace pg_publication_rel pg_range pg_rewrite pg_roles pg_seclabels pg_sequence pg_statistic_ext pg_subscription
    pg_tablespace pg_transform pg_trigger pg_ts_config pg_ts_dict pg_ts_parser pg_ts_template pg_type`,
  functions: `acldefault array_agg array_remove array_to_string array_upper count current_database current_schemas format_type generate_series
    pg_get_constraintdef pg_get_expr pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody
    pg_get_indexdef pg_get_partkeydef pg_get_sequence_data pg_get_statisticsobjdef pg_get_triggerdef pg_get_viewdef pg_is_in_recovery pg_options_to_table
    quote_ident quote_literal unnest`,
  shapes: shapes([
    ['whether this is a standby', 'SELECT pg_catalog.pg_is_in_recovery()'],
    [
      'which subscriptions there are',
      'SELECT count(*) FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())',
    ],
    [
      'all tables with their privileges, options and parts',
      `SELECT rel.tableoid, rel.oid, rel.relname, rel.relkind, rel.relacl, acldefault(CASE WHEN rel.relkind = 'S' THEN 's'::"char" ELSE 'r'::"char" END, rel.relowner),
         rel.relispopulated, rel.relpages, rel.reltuples, CASE WHEN rel.relkind = 'f' THEN (SELECT ftserver FROM pg_foreign_table WHERE ftrelid = rel.oid) ELSE 0 END,
         toa.oid, array_remove(array_remove(rel.reloptions, 'check_option=local'), 'check_option=cascaded'),
         CASE WHEN 'check_option=local' = ANY (rel.reloptions) THEN 'LOCAL'::text END, am.amname, pi.initprivs, pt.partstrat,
         (SELECT spcname FROM pg_tablespace WHERE oid = rel.reltablespace)
       FROM pg_class rel LEFT JOIN pg_depend dep ON (rel.relkind = 'S' AND dep.classid = 'pg_class'::regclass AND dep.objid = rel.oid AND dep.deptype IN ('a', 'i'))
         LEFT JOIN pg_am am ON rel.relam = am.oid LEFT JOIN pg_class toa ON (rel.reltoastrelid = toa.oid AND toa.relkind = 't')
         LEFT JOIN pg_init_privs pi ON (rel.oid = pi.objoid AND pi.classoid = 'pg_class'::regclass) LEFT JOIN pg_partitioned_table pt ON pt.partrelid = rel.oid
       WHERE rel.relkind IN ('r', 'S', 'v', 'c', 'm', 'f', 'p') AND rel.relnamespace = 'care'::regnamespace ORDER BY rel.oid`,
    ],
    [
      'columns of the tables in a list',
      `SELECT col.attrelid, col.attnum, col.attname, col.attstattarget, col.attstorage, ty.typstorage, array_to_string(col.attoptions, ', '),
         CASE WHEN col.attcollation <> ty.typcollation THEN col.attcollation ELSE 0 END, pg_catalog.format_type(ty.oid, col.atttypmod),
         pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.quote_ident(option_name) || ' ' || pg_catalog.quote_literal(option_value)
           FROM pg_catalog.pg_options_to_table(col.attfdwoptions) ORDER BY option_name), E',\\n    '), col.attmissingval
       FROM unnest('{1259,1249}'::pg_catalog.oid[]) AS src(tbloid) JOIN pg_catalog.pg_attribute col ON (src.tbloid = col.attrelid)
         LEFT JOIN pg_catalog.pg_type ty ON (col.atttypid = ty.oid)
       WHERE col.attnum > 0::pg_catalog.int2 ORDER BY col.attrelid, col.attnum`,
    ],
    [
      'defaults, indexes, constraints, triggers and policies of tables',
      `SELECT def.adnum::text, pg_catalog.pg_get_expr(def.adbin, def.adrelid) FROM pg_catalog.pg_attrdef def WHERE def.adrelid = 'care.patients'::regclass
       UNION ALL SELECT ix.indexrelid::regclass::text, pg_catalog.pg_get_indexdef(ix.indexrelid) FROM pg_catalog.pg_index ix LEFT JOIN pg_catalog.pg_inherits up ON up.inhrelid = ix.indexrelid
         WHERE ix.indrelid = 'care.patients'::regclass AND (ix.indisvalid OR ix.indisready)
       UNION ALL SELECT con.conname, pg_catalog.pg_get_constraintdef(con.oid) FROM pg_catalog.pg_constraint con WHERE con.conrelid = 'care.patients'::regclass
       UNION ALL SELECT tg.tgname, pg_catalog.pg_get_triggerdef(tg.oid, false) FROM pg_catalog.pg_trigger tg WHERE tg.tgrelid = 'care.visits'::regclass AND NOT tg.tgisinternal
       UNION ALL SELECT po.polname, pg_catalog.pg_get_expr(po.polqual, po.polrelid) FROM pg_catalog.pg_policy po
       UNION ALL SELECT st.stxname, pg_catalog.pg_get_statisticsobjdef(st.oid) FROM pg_catalog.pg_statistic_ext st
       UNION ALL SELECT 'key', pg_catalog.pg_get_partkeydef('care.labs'::regclass) UNION ALL SELECT 'view', pg_catalog.pg_get_viewdef('care.patient_view'::regclass)
       UNION ALL SELECT ru.rulename, ru.ev_type::text FROM pg_catalog.pg_rewrite ru WHERE ru.ev_class = 'care.patient_view'::regclass`,
    ],
    [
      'what sequences have come to',
      `SELECT seqrelid, seqstart, seqincrement, last_value, is_called FROM pg_catalog.pg_sequence, pg_catalog.pg_get_sequence_data(seqrelid) ORDER BY seqrelid`,
    ],
    [
      'functions that no extension brings, and aggregates',
      `SELECT fn.oid, fn.proname, pg_catalog.pg_get_function_arguments(fn.oid), pg_catalog.pg_get_function_identity_arguments(fn.oid), pg_catalog.pg_get_function_result(fn.oid),
         pg_catalog.pg_get_function_sqlbody(fn.oid), fn.procost, (SELECT lanname FROM pg_catalog.pg_language WHERE oid = fn.prolang), ag.aggtransfn::regproc::text
       FROM pg_proc fn LEFT JOIN pg_aggregate ag ON ag.aggfnoid = fn.oid LEFT JOIN pg_init_privs pi ON (fn.oid = pi.objoid AND pi.classoid = 'pg_proc'::regclass AND pi.objsubid = 0)
       WHERE NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = fn.oid AND deptype = 'i')
         AND (fn.pronamespace <> (SELECT oid FROM pg_namespace WHERE nspname = 'pg_catalog')
           OR EXISTS (SELECT 1 FROM pg_cast WHERE pg_cast.oid > 16383 AND fn.oid = pg_cast.castfunc)
           OR EXISTS (SELECT 1 FROM pg_transform WHERE pg_transform.oid > 16383 AND fn.oid = pg_transform.trffromsql)) AND fn.pronamespace <> 'information_schema'::regnamespace ORDER BY 1`,
    ],
    [
      'types with their ranges, labels and parts',
      `SELECT ty.oid, ty.typname, ty.typacl, acldefault('T', ty.typowner), ty.typtype, CASE WHEN ty.typrelid = 0 THEN ' '::"char" ELSE (SELECT relkind FROM pg_class WHERE oid = ty.typrelid) END,
         (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_catalog.pg_enum WHERE enumtypid = ty.oid), ra.rngsubtype::regtype::text,
         (SELECT opcname FROM pg_opclass WHERE oid = ra.rngsubopc), (SELECT collname FROM pg_collation WHERE oid = ra.rngcollation)
       FROM pg_type ty LEFT JOIN pg_range ra ON ra.rngtypid = ty.oid WHERE ty.typnamespace = 'care'::regnamespace ORDER BY 1`,
    ],
    [
      'operators, their classes and families',
      `SELECT op.oprname, op.oprleft, op.oprcode::oid FROM pg_operator op WHERE op.oid > 16383 UNION ALL SELECT opfname, opfmethod, oid FROM pg_opfamily WHERE oid > 16383
       UNION ALL SELECT 'amop', amopstrategy, amopopr FROM pg_amop WHERE oid > 16383 UNION ALL SELECT 'amproc', amprocnum, amproc::oid FROM pg_amproc WHERE oid > 16383
       UNION ALL SELECT conname, conforencoding, oid FROM pg_conversion WHERE oid > 16383 UNION ALL SELECT tmplname, 0, oid FROM pg_ts_template WHERE oid > 16383
       UNION ALL SELECT dictname, 0, oid FROM pg_ts_dict WHERE oid > 16383 UNION ALL SELECT prsname, 0, oid FROM pg_ts_parser WHERE oid > 16383 UNION ALL SELECT cfgname, 0, oid FROM pg_ts_config WHERE oid > 16383`,
    ],
    [
      'comments and labels of everything',
      `SELECT description, classoid::regclass::text, objoid, objsubid FROM pg_catalog.pg_description WHERE objoid > 16383 UNION ALL SELECT label, provider, objoid, objsubid FROM pg_catalog.pg_seclabels`,
    ],
    [
      'dependencies of everything, in order',
      `SELECT classid, objid, refclassid, refobjid, deptype FROM pg_depend WHERE deptype <> 'p' AND deptype <> 'e' AND objid > 16383
       UNION ALL SELECT 'pg_opfamily'::regclass, amopfamily, refclassid, refobjid, deptype FROM pg_depend d, pg_amop o WHERE deptype NOT IN ('p', 'e', 'i') AND classid = 'pg_amop'::regclass AND objid = o.oid ORDER BY 1, 2`,
    ],
    [
      'roles, extensions and default privileges',
      `SELECT oid, rolname FROM pg_catalog.pg_roles UNION ALL SELECT oid, extname FROM pg_extension UNION ALL SELECT oid, defaclacl::text FROM pg_default_acl
       UNION ALL SELECT oid, evtname FROM pg_event_trigger UNION ALL SELECT oid, fdwname FROM pg_foreign_data_wrapper UNION ALL SELECT oid, srvname FROM pg_foreign_server UNION ALL SELECT oid, lomowner::text FROM pg_largeobject_metadata ORDER BY 1, 2`,
    ],
    [
      'publications and what they hold',
      `SELECT pub.pubname, pr.prrelid, pg_get_expr(pr.prqual, pr.prrelid), (CASE WHEN pr.prattrs IS NOT NULL THEN (SELECT array_agg(attname) FROM pg_catalog.generate_series(0, pg_catalog.array_upper(pr.prattrs::pg_catalog.int2[], 1)) s,
         pg_catalog.pg_attribute WHERE attrelid = pr.prrelid AND attnum = pr.prattrs[s]) END) FROM pg_catalog.pg_publication pub LEFT JOIN pg_catalog.pg_publication_rel pr ON pr.prpubid = pub.oid LEFT JOIN pg_catalog.pg_publication_namespace pn ON pn.pnpubid = pub.oid`,
    ],
    ['where names are looked up', 'SELECT pg_catalog.current_schemas(false)'],
  ]),
};
