// What an event of the vocabulary says of itself before a test gives anything: nothing was done to nothing.
import type { EventField, PolicyEvent } from '../../compiler/abi/event.ts';
import { eventNamed } from '../../lang/vocabulary/registry.ts';
import type { ValueType } from '../../lang/vocabulary/types.ts';

/** The groups of an event's own attributes with an empty value for each; a test must give words, for which there is none. */
export function emptyEvent(name: string): PolicyEvent {
  const groups: Record<string, Record<string, EventField>> = {};
  for (const { path, type, scope, optional } of eventNamed(name)?.attributes ?? []) {
    const [group = '', field] = path.split('.');
    const value = emptyValue(type);
    if (scope === 'session' || optional || field === undefined || value === null) continue;
    groups[group] = { ...groups[group], [field]: value };
  }
  return { event: name, ...groups };
}

function emptyValue(type: ValueType): EventField | null {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'int':
    case 'size':
    case 'duration':
    case 'time':
      return 0;
    case 'set':
    case 'list':
    case 'columns':
      return [];
    case 'map':
      return {};
    case 'ip':
      return '::';
    case 'enum':
      return null;
    default:
      return type satisfies never;
  }
}
