// The deciding half of an engine: events in, decisions out, through the streaming surface. Any failure is a block.
import type { Decision } from '../../compiler/abi/decision.ts';
import { blockBecause } from '../../compiler/abi/event-fault.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { PolicyMetadata } from '../../compiler/abi/metadata.ts';
import type { Engine } from './engine.ts';
import { EventMemory, ILL_FORMED } from './event-memory.ts';
import { explain, NO_EXPLANATION, type Explanation } from './explanation.ts';
import type { ModuleExports } from './module-exports.ts';
import { decisionReader } from './read-decision.ts';
import { writeEvent } from './write-event.ts';

/** Reason of the block when the module itself fails. It says nothing of the event. */
export const MODULE_FAULT_REASON = 'the policy module failed, so nothing is allowed';

/** Columns whose members are remembered; a catalog has fewer, and a flood of names must not fill memory. */
const MAX_REMEMBERED_COLUMNS = 50_000;

export function createDecider(
  exports: ModuleExports,
  wasmMemory: WebAssembly.Memory,
  metadata: PolicyMetadata,
): Pick<Engine, 'decide' | 'explain' | 'membersOf' | 'setKey'> {
  const memory = new EventMemory(exports, wasmMemory);
  const readDecision = decisionReader(metadata, (address) => memory.word(address));
  const remembered = new Map<string, readonly number[]>();

  function decide(event: PolicyEvent): Decision {
    try {
      const written = writeEvent(event, memory);
      if (typeof written !== 'number') return written;
      const record = exports.hpol_decide(written);
      memory.refresh();
      return readDecision(record);
    } catch {
      // INVARIANT: a trap, an event too large or a foreign module is a block (engine.test.ts in test/conformance).
      return blockBecause(MODULE_FAULT_REASON);
    }
  }

  function explainEvent(event: PolicyEvent): Explanation {
    try {
      const { rules } = decide(event);
      const written = writeEvent(event, memory);
      if (typeof written !== 'number') return NO_EXPLANATION;
      const address = exports.hpol_explain(written) >>> 0;
      const states = new Uint8Array(wasmMemory.buffer, address, metadata.conditions.atoms).slice();
      memory.refresh();
      return explain(metadata, { event: event.event, rules, states });
    } catch {
      // The decision on such an event is the block that says so.
      return NO_EXPLANATION;
    }
  }

  function membersOf(column: string): readonly number[] {
    const known = remembered.get(column);
    if (known !== undefined) return known;
    const length = memory.withRoom(() => {
      memory.begin();
      return memory.putText(column);
    });
    const everyMember = metadata.members.map((_, member) => member);
    const members = length === ILL_FORMED ? everyMember : matching(memory.textAddress, length);
    if (remembered.size >= MAX_REMEMBERED_COLUMNS) remembered.clear();
    remembered.set(column, members);
    return members;
  }

  function matching(address: number, length: number): readonly number[] {
    const bits = exports.hpol_members(address, length);
    memory.refresh();
    return metadata.members.flatMap((_, member) =>
      (memory.word(bits + 4 * (member >> 5)) >>> (member & 31)) & 1 ? [member] : [],
    );
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

  return { decide, explain: explainEvent, membersOf, setKey };
}
