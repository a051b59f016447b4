// What the server does beside what a write says: triggers, rules, defaults, conditions of domains. Row security of the owner chooses rows
// for everybody and shows nothing, so it does not count. What a trigger writes elsewhere from the row that fires it is the schema owner's
// doing; but no protected value that it looks up may reach a result or another column by way of a statement while a mask applies.
import type { CatalogFunction, CatalogRelation } from './catalog.ts';
import { callSupport } from './user-functions.ts';
import { viewLineage } from './views.ts';
import { isHarmlessExtension } from './extension-functions.ts';
import { CONSTANT, NO_SOURCE } from './lineage.ts';
import { meetBody, plpgsqlBody } from './plpgsql-functions.ts';
import { innerScope } from './scope.ts';
import { storedExpression } from './stored-expressions.ts';
import { charge, newFindings, opaque, unknown, use } from './walk.ts';
import type { Walk } from './walk.ts';

/** PostgreSQL's own and its extensions' functions for triggers that touch nothing but the row. */
const HARMLESS_TRIGGERS = new Set([
  'suppress_redundant_updates_trigger',
  'tsvector_update_trigger',
  'tsvector_update_trigger_column',
  'lo_manage',
  'moddatetime',
  'autoinc',
  'insert_username',
  'triggered_change_notification',
]);

/** Triggers that fire triggers are followed this far. */
const MAX_DEPTH = 8;

function fireFunction(walk: Walk, relation: CatalogRelation, found: CatalogFunction): void {
  const name = `${found.schema}.${found.name}`;
  if (walk.calls.includes(found.oid)) return;
  const body = found.language === 'plpgsql' ? plpgsqlBody(found) : `is written in ${found.language}`;
  if (typeof body === 'string' || walk.calls.length >= MAX_DEPTH) {
    const because = typeof body === 'string' ? body : 'is fired by too many others';
    opaque(walk, name, `the trigger function ${name} of ${relation.schema}.${relation.name} ${because}`);
    return;
  }
  const { walk: inner, value } = meetBody(walk, found, body, NO_SOURCE);
  const { findings } = inner;
  const because = findings.unknown ?? findings.hazard?.because ?? null;
  if (because !== null) opaque(walk, name, because);
  // Only what leaves its place counts: what the trigger looks at, and whether it refuses, is the same for everybody.
  const copies = new Map([...findings.uses].filter(([, held]) => held.how === 'copy'));
  charge(walk, { ...findings, uses: copies, fills: [], unknown: null, hazard: null });
  if (body.changesRow)
    use(walk, value.sources, 'copy', {
      via: `the trigger function ${name}`,
      into: `${relation.schema}.${relation.name}`,
    });
}

function fireTriggers(walk: Walk, relation: CatalogRelation): void {
  for (const trigger of relation.triggers ?? []) {
    const { schema, name } = trigger.function;
    const functions = walk.catalog.functions(name, { schema }).filter((found) => found.returnType === 'trigger');
    // PostgreSQL's own are not in the catalog; one of the user may have the name of an extension's.
    if (HARMLESS_TRIGGERS.has(name) && functions.every((found) => found.extension !== undefined)) continue;
    if (functions.length > 0 && functions.every(isHarmlessExtension)) continue;
    if (functions.length === 0)
      opaque(walk, `${schema}.${name}`, `the trigger function ${schema}.${name} is not in the catalog`);
    for (const found of functions) fireFunction(walk, relation, found);
  }
}

/** The conditions of a column's domain look at what is written, and so do those of the table. What they look up elsewhere counts. */
function checkValues(walk: Walk, relation: CatalogRelation): void {
  const name = `${relation.schema}.${relation.name}`;
  const columns = relation.columns.map((column) => ({ name: column.name, lineage: CONSTANT }));
  const scope = innerScope(null, [{ tables: [], visible: columns }]);
  for (const check of relation.checks ?? []) storedExpression(walk, check, { what: `a CHECK of ${name}`, scope });
  for (const { typeOid } of relation.columns) {
    const domain = walk.catalog.typeByOid(typeOid);
    const value = innerScope(null, [{ tables: [], visible: [{ name: 'value', lineage: CONSTANT }] }]);
    for (const check of domain?.checks ?? [])
      storedExpression(walk, check, { what: `the domain ${domain?.schema}.${domain?.name}`, scope: value });
  }
}

/** A default that looks something up copies it, whenever a row leaves the column out or says DEFAULT. */
function copyDefaults(walk: Walk, relation: CatalogRelation): void {
  for (const column of relation.columns) {
    const text = column.default ?? walk.catalog.typeByOid(column.typeOid)?.default;
    if (text === undefined) continue;
    const findings = newFindings();
    const into = `${relation.schema}.${relation.name}.${column.name}`;
    const scope = innerScope(null);
    const value = storedExpression({ ...walk, findings }, text, { what: `the default of ${into}`, scope });
    // Numbers of sequences are nothing that a policy has to hear of for every INSERT.
    findings.functions.delete('pg_catalog.nextval');
    charge(walk, findings);
    use(walk, value.sources, 'copy', { via: 'a default', into });
  }
}

/** The tables that a view passes writes on to. */
function basesOf(walk: Walk, view: CatalogRelation): readonly CatalogRelation[] {
  if (view.kind !== 'view' || view.definition === null) return [];
  const { columns } = viewLineage(walk, view, view.definition);
  const names = columns.flatMap(({ lineage }) =>
    lineage.sources.flatMap(({ how, column }) => (how === 'direct' ? [column.split('.').slice(0, 2).join('.')] : [])),
  );
  return [...new Set(names)].flatMap((name) => {
    const [schema = '', relation = ''] = name.split('.');
    const found = walk.catalog.relation(schema, relation);
    return found === undefined || found === view ? [] : [found];
  });
}

function chargeOne(walk: Walk, relation: CatalogRelation): void {
  const [rule] = relation.rules ?? [];
  if (rule !== undefined)
    unknown(walk, `the rule ${rule} of ${relation.schema}.${relation.name} makes another statement of this one`);
  // Rows that a parent routes to its partitions fire their triggers.
  for (const fired of [relation, ...walk.catalog.relatives(relation)]) fireTriggers(walk, fired);
  checkValues(walk, relation);
  copyDefaults(walk, relation);
  for (const column of relation.columns) {
    for (const cast of walk.catalog.castsOf(column.typeOid)) {
      if (cast.isImplicit && cast.function !== null && cast.target === column.typeOid)
        callSupport(walk, cast.function, NO_SOURCE);
    }
  }
}

/** Charges a write to a relation with what it sets off. */
export function chargeWriteEffects(walk: Walk, relation: CatalogRelation): void {
  for (const written of [relation, ...basesOf(walk, relation)]) chargeOne(walk, written);
}
