// What is wrong with an event, the slow and obvious way: the reference for both surfaces' wording.
import { isIP } from 'node:net';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { ValueType } from '../../lang/vocabulary/types.ts';

/** The first trouble in vocabulary order, or null. */
export function eventTrouble(event: unknown): string | null {
  if (!isObject(event)) return 'input must be a JSON object';
  if (event['event'] === undefined) return 'event is missing';
  const vocabulary = EVENTS.find(({ name }) => name === event['event']);
  if (vocabulary === undefined) return 'event must name an event of the vocabulary';
  for (const { path, type, optional } of vocabulary.attributes) {
    const [group = '', field] = path.split('.');
    const fields = event[group];
    if (field !== undefined && fields !== undefined && !isObject(fields)) return `${group} must be an object`;
    const value = field === undefined ? fields : (fields as Record<string, unknown> | undefined)?.[field];
    if (value === undefined) {
      if (!optional) return `${path} is missing`;
    } else {
      const trouble = typeTrouble(type, value);
      if (trouble !== null) return `${path} ${trouble}`;
    }
  }
  return null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed();

const isWhole = (value: unknown, greatest: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= greatest;

function typeTrouble(type: ValueType, value: unknown): string | null {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'int':
      return Number.isSafeInteger(value) ? null : 'must be a whole number';
    case 'string':
      return isText(value) ? null : 'must be a text';
    case 'enum':
      return type.values.includes(value as string) ? null : 'must be one of its declared values';
    case 'size':
      return isWhole(value, Number.MAX_SAFE_INTEGER) ? null : 'must be a size in bytes';
    case 'time':
      return isWhole(value, 253_402_300_799_999) ? null : 'must be a time in milliseconds since 1970';
    case 'ip':
      return isText(value) && isIP(value) !== 0 && !value.includes('%') ? null : 'must be a network address';
    case 'set':
    case 'list':
    case 'columns':
      return Array.isArray(value) && value.every(isText) ? null : 'must be a list of texts';
    case 'map': {
      const isValue = type.values === 'int' ? Number.isSafeInteger : isText;
      const isMap = isObject(value) && Object.entries(value).every(([key, held]) => isText(key) && isValue(held));
      const what = type.values === 'int' ? 'whole numbers' : 'texts';
      return isMap ? null : `must be an object of ${what}`;
    }
    default:
      throw new Error('a type that the reference does not know');
  }
}
