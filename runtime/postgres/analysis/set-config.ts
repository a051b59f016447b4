// set_config: SET as a function. It is as harmless as the setting that it gives, where its arguments say which that is.
import { CONSTANT } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { settingHazard } from './settings.ts';
import { constantText, strings } from './syntax.ts';
import { hazard, unknown } from './walk.ts';
import type { Walk } from './walk.ts';

/** As it stands among the functions that a statement calls. */
export const SET_CONFIG = 'pg_catalog.set_config';

/** Whether a call is one of PostgreSQL's own set_config, whose first path is always pg_catalog. */
export function isSetConfig(walk: Walk, node: Ast.FuncCall): boolean {
  const parts = strings(node.funcname);
  if (parts.length === 2) return parts.join('.') === SET_CONFIG;
  return (
    parts.length === 1 && parts[0] === 'set_config' && walk.catalog.functions('set_config', { path: [] }).length === 0
  );
}

/**
 * What restrict_nonsystem_relation_kind takes. pg_dump gives it to whichever setting of that name pg_settings has, so the name is no constant; as
 * any other setting's value it names nothing that there is.
 */
const RESTRICTED_KINDS = /^(?:view|foreign-table)(?:,\s*(?:view|foreign-table))*$/;

const NAMES_A_ROLE = /^(?:role|session_authorization)$/i;

const isNull = (node: Node | undefined): boolean =>
  node !== undefined && 'A_Const' in node && node.A_Const.isnull === true;

const SETTINGS = 'pg_catalog.pg_settings';
const OWN_VALUES: ReadonlySet<string> = new Set([`${SETTINGS}.setting`, `${SETTINGS}.reset_val`]);

/** Whether pg_settings is all that is selected from, so that its columns are of one row. */
function readsSettings({ catalog }: Walk, { elements }: Scope): boolean {
  const settings = catalog.relation('pg_catalog', 'pg_settings');
  const tables = elements.flatMap((element) => element.tables);
  return settings !== undefined && tables.length === 1 && tables[0]?.relationOid === settings.oid;
}

/** Whether a setting takes the value that it has, or that it began with: both arguments are columns of its row. */
function givesItsOwn(args: readonly (Node | undefined)[], lineages: readonly Lineage[]): boolean {
  if (!args.slice(0, 2).every((arg) => arg !== undefined && 'ColumnRef' in arg)) return false;
  const [ofName, ofValue] = lineages.map((lineage) => lineage.sources.map(({ column }) => column));
  return ofName?.join(' ') === `${SETTINGS}.name` && ofValue?.length === 1 && OWN_VALUES.has(ofValue[0] ?? '');
}

/** The call is reported as unknown where it could give a setting that no SET may, or a value that comes from a column. */
export function setConfig(walk: Walk, node: Ast.FuncCall, scope: Scope): Lineage {
  walk.findings.functions.add(SET_CONFIG);
  const [name, value, isLocal] = node.args ?? [];
  const lineages = [name, value, isLocal].map((arg) =>
    arg === undefined ? CONSTANT : walk.visit.expression(walk, arg, scope),
  );
  const values = lineages.slice(1);
  const setting = constantText(name);
  if (walk.view === null && readsSettings(walk, scope) && givesItsOwn([name, value], lineages))
    return { ...CONSTANT, shape: 'other' };
  const isOfNoOther = RESTRICTED_KINDS.test(constantText(value) ?? '');
  if ((setting === null && !isOfNoOther) || values.some((given) => given.sources.length > 0)) {
    unknown(walk, 'set_config is given a setting or a value that is not known before it runs');
    return CONSTANT;
  }
  // The gateway sees a change of the role by the statement that makes it.
  if (NAMES_A_ROLE.test(setting ?? '')) hazard(walk, 'the role is changed by SET ROLE');
  if (walk.view !== null) unknown(walk, 'set_config changes what later names could mean');
  const refused = settingHazard(
    setting ?? 'restrict_nonsystem_relation_kind',
    isNull(value) ? 'default' : pathOrValue(setting ?? '', constantText(value)),
  );
  if (refused !== null) walk.findings.hazard ??= refused;
  return { ...CONSTANT, shape: 'other' };
}

/** A search_path is given as one text. */
const pathOrValue = (setting: string, value: string | null): readonly (string | null)[] =>
  setting.toLowerCase() === 'search_path' && value !== null ? value.split(',') : [value];
