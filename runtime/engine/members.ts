// What a module is told and asked beside events: the key of pseudonyms, and which class members a column belongs to.
import type { Engine } from './engine.ts';
import { ILL_FORMED, type EventMemory } from './event-memory.ts';
import type { ModuleExports } from './module-exports.ts';

/** Columns whose members are remembered; a catalog has fewer, and a flood of names must not fill memory. */
const MAX_REMEMBERED_COLUMNS = 50_000;

export function createMembers(
  exports: ModuleExports,
  memory: EventMemory,
  memberCount: number,
): Pick<Engine, 'membersOf' | 'setKey'> {
  const remembered = new Map<string, readonly number[]>();
  const all = Array.from({ length: memberCount }, (_, member) => member);

  function membersOf(column: string): readonly number[] {
    const known = remembered.get(column);
    if (known !== undefined) return known;
    const length = memory.withRoom(() => {
      memory.begin();
      return memory.putText(column);
    });
    const members = length === ILL_FORMED ? all : matching(memory.textAddress, length);
    if (remembered.size >= MAX_REMEMBERED_COLUMNS) remembered.clear();
    remembered.set(column, members);
    return members;
  }

  function matching(address: number, length: number): readonly number[] {
    const bits = exports.hpol_members(address, length);
    memory.refresh();
    return all.filter((member) => (memory.word(bits + 4 * (member >> 5)) >>> (member & 31)) & 1);
  }

  function setKey(key: Uint8Array): void {
    memory.withRoom(() => {
      memory.begin();
      const address = memory.putBytes(key);
      exports.hpol_key(address, key.length);
      memory.refresh();
      memory.begin();
      memory.putBytes(new Uint8Array(key.length));
    });
  }

  return { membersOf, setKey };
}
