// SET and RESET: which settings keep the analysis and the masks true. What is not known to do so is refused while a mask applies.
import type { Hazard } from './facts.ts';
import type { Ast } from './parser.ts';
import { constantText } from './syntax.ts';

/**
 * Settings that change neither what names mean nor how values look, nor what the server writes to the client. Settings of the
 * planner are not among them: they choose between hashing and sorting, and sorted groups tell the order of their values.
 */
const HARMLESS = new Set([
  'application_name',
  'timezone',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
  'extra_float_digits',
  'maintenance_work_mem',
  'temp_buffers',
  'intervalstyle',
  'bytea_output',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'default_transaction_deferrable',
  'transaction_isolation',
  'transaction_read_only',
  'transaction_deferrable',
  'transaction',
  'session characteristics',
  'synchronous_commit',
  'jit',
  'lc_monetary',
  'lc_numeric',
  'tcp_keepalives_idle',
  'client_connection_check_interval',
  // `off` makes a query fail that a row policy would have filtered.
  'row_security',
  'synchronize_seqscans',
]);

const refused = (because: string): Hazard => ({ always: false, because });
const forbidden = (because: string): Hazard => ({ always: true, because });

/** What the analysis itself stands on: nobody may change it. */
function fixedSetting(name: string, value: string | null): Hazard | null {
  if (name === 'client_encoding') {
    const utf8 = value !== null && /^(?:utf-?8|unicode)$/i.test(value);
    return utf8 ? null : forbidden('client_encoding has to stay UTF8: statements and masks are read in it');
  }
  const on = value !== null && /^(?:on|true|yes|1)$/i.test(value);
  return on ? null : forbidden('standard_conforming_strings has to stay on: statements are read with it');
}

/** Why a SET or RESET is refused; null when it is harmless. */
export function settingHazard(node: Ast.VariableSetStmt): Hazard | null {
  const name = (node.name ?? '').toLowerCase();
  const values = node.kind === 'VAR_SET_VALUE' ? (node.args ?? []).map(constantText) : [];
  const value = values.length === 1 ? (values[0] ?? null) : null;
  if (name === 'client_encoding' || name === 'standard_conforming_strings') return fixedSetting(name, value);
  // A RESET restores what the session began with, which the gateway chose.
  if (node.kind === 'VAR_RESET_ALL') return null;
  // The server reports the new path, and the gateway waits for it before names are resolved again.
  if (name === 'search_path') return values.includes(null) ? refused('search_path takes constants only') : null;
  if (name === 'datestyle') {
    const iso =
      values.length > 0 &&
      values.every((part) => part !== null && /^(?:iso|mdy|dmy|ymd|us|european|,|\s)+$/i.test(part)) &&
      values.some((part) => /iso/i.test(part ?? ''));
    return iso || node.kind === 'VAR_RESET' ? null : refused('DateStyle has to stay ISO: masks of dates read it');
  }
  if (name === 'client_min_messages') {
    const quiet = value !== null && /^(?:notice|warning|error)$/i.test(value);
    return quiet ? null : refused('client_min_messages below notice shows what the server does inside');
  }
  if (HARMLESS.has(name)) return null;
  if (name === 'role' || name === 'session_authorization')
    return refused('another role could mean other names and other rights');
  return refused(`the setting ${name} is not known to be harmless`);
}
