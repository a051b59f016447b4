// What the server does beside what a write says: triggers, rules, defaults, conditions of domains. Row security of the owner chooses rows
// for everybody and shows nothing, so it does not count. What a trigger writes elsewhere from the row that fires it is the schema owner's
// doing; but no protected value that it looks up may reach a result or another column by way of a statement while a mask applies.
import type { CatalogColumn, CatalogFunction, CatalogRelation } from './catalog.ts';
import { callSupport } from './user-functions.ts';
import { isHarmlessExtension } from './extension-functions.ts';
import { CONSTANT, NO_SOURCE } from './lineage.ts';
import type { Lineage } from './lineage.ts';
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
    if (HARMLESS_TRIGGERS.has(name)) continue;
    const functions = walk.catalog.functions(name, { schema }).filter((found) => found.returnType === 'trigger');
    const isHarmless = functions.length > 0 && functions.every(isHarmlessExtension);
    if (isHarmless) continue;
    if (functions.length === 0)
      opaque(walk, `${schema}.${name}`, `the trigger function ${schema}.${name} is not in the catalog`);
    for (const found of functions) fireFunction(walk, relation, found);
  }
}

/** The conditions of a column's domain look at what is written. */
function checkDomain(walk: Walk, column: CatalogColumn): void {
  const domain = walk.catalog.typeByOid(column.typeOid);
  for (const check of domain?.checks ?? []) {
    const scope = innerScope(null, [{ tables: [], visible: [{ name: 'value', lineage: CONSTANT }] }]);
    storedExpression(walk, check, { what: `the domain ${domain?.schema}.${domain?.name}`, scope });
  }
}

/** Charges a write to a relation with what it sets off. */
export function chargeWriteEffects(walk: Walk, relation: CatalogRelation): void {
  const [rule] = relation.rules ?? [];
  if (rule !== undefined)
    unknown(walk, `the rule ${rule} of ${relation.schema}.${relation.name} makes another statement of this one`);
  // Rows that a parent routes to its partitions fire their triggers.
  for (const fired of [relation, ...walk.catalog.relatives(relation)]) fireTriggers(walk, fired);
  for (const column of relation.columns) {
    checkDomain(walk, column);
    for (const cast of walk.catalog.castsOf(column.typeOid)) {
      if (cast.isImplicit && cast.function !== null && cast.target === column.typeOid)
        callSupport(walk, cast.function, NO_SOURCE);
    }
  }
}

/** What a column gets when a write leaves it out; a constant where it has no default. */
export function defaultOf(walk: Walk, relation: CatalogRelation, name: string): Lineage {
  const text = relation.columns.find((column) => column.name === name)?.default;
  if (text === undefined) return CONSTANT;
  const findings = newFindings();
  const what = `the default of ${relation.schema}.${relation.name}.${name}`;
  const lineage = storedExpression({ ...walk, findings }, text, { what, scope: innerScope(null) });
  // Numbers of sequences are nothing that a policy has to hear of for every INSERT.
  findings.functions.delete('pg_catalog.nextval');
  charge(walk, findings);
  return lineage;
}
