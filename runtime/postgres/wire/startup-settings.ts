// Which settings a startup packet may carry. Anything that could change what names mean, who acts or how values are
// written is refused: `options=-c role=…` is a known way around a gateway.
import { ProtocolFault } from './protocol-fault.ts';

const HARMLESS = new Set([
  'application_name',
  'extra_float_digits',
  'idle_in_transaction_session_timeout',
  'lock_timeout',
  'statement_timeout',
  'timezone',
]);
/** Read elsewhere, or fixed by the gateway. */
const KNOWN = new Set([
  'user',
  'database',
  'options',
  'replication',
  'client_encoding',
  'standard_conforming_strings',
  'datestyle',
]);

/** The settings to ask the target for, keyed in lower case. Throws ProtocolFault on anything else. */
export function readSettings(parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const [name, value] of [...parameters, ...optionSettings(parameters.get('options') ?? '')]) {
    const key = name.toLowerCase();
    checkFixed(key, value);
    if (HARMLESS.has(key) && key !== 'application_name') settings.set(key, value);
    else if (!HARMLESS.has(key) && !KNOWN.has(key)) refuse(name);
  }
  return settings;
}

function checkFixed(key: string, value: string): void {
  const plain = value.toLowerCase().replaceAll(/['"\s_-]/g, '');
  if (key === 'replication' && !['false', 'off', 'no', '0'].includes(plain)) {
    throw new ProtocolFault('replication connections are not supported');
  }
  if (key === 'client_encoding' && !['utf8', 'unicode'].includes(plain)) {
    throw new ProtocolFault('client_encoding must be UTF8');
  }
  if (key === 'standard_conforming_strings' && !['on', 'true', 'yes', '1'].includes(plain)) {
    throw new ProtocolFault('standard_conforming_strings must be on');
  }
  if (key === 'datestyle' && !/^iso(,(mdy|dmy|ymd))?$/.test(plain)) throw new ProtocolFault('DateStyle must be ISO');
}

function refuse(name: string): never {
  const allowed = [...HARMLESS].join(', ');
  throw new ProtocolFault(`the setting "${name.slice(0, 64)}" may not be given at startup; allowed are ${allowed}`);
}

/** `-c name=value`, `-cname=value` and `--name=value`, separated by spaces; a backslash escapes the next character. */
function optionSettings(options: string): readonly (readonly [string, string])[] {
  const words = (options.match(/(?:\\[^]|[^\s\\])+/g) ?? []).map((word) => word.replaceAll(/\\([^])/g, '$1'));
  const settings: [string, string][] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const setting = word === '-c' ? (words[(at += 1)] ?? '') : word.replace(/^(-c|--)/, '');
    const equals = setting.indexOf('=');
    if (equals < 1 || !word.startsWith('-')) throw new ProtocolFault('"options" may only hold settings: -c name=value');
    const name = setting.slice(0, equals).replaceAll('-', '_');
    if (['user', 'database', 'options'].includes(name.toLowerCase())) refuse(name);
    settings.push([name, setting.slice(equals + 1)]);
  }
  return settings;
}
