// The deciding half of an engine: events in, decisions out, through the streaming surface. Any failure is a block.
import type { Decision } from '../../compiler/abi/decision.ts';
import { blockBecause } from '../../compiler/abi/event-fault.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { PolicyMetadata } from '../../compiler/abi/metadata.ts';
import type { Engine } from './engine.ts';
import { EventMemory } from './event-memory.ts';
import { explain, NO_EXPLANATION, type Explanation } from './explanation.ts';
import { createMembers } from './members.ts';
import type { ModuleExports } from './module-exports.ts';
import { decisionReader } from './read-decision.ts';
import { createEventWriter } from './write-event.ts';

/** Reason of the block when the module itself fails. It says nothing of the event. */
export const MODULE_FAULT_REASON = 'the policy module failed, so nothing is allowed';

export function createDecider(
  exports: ModuleExports,
  wasmMemory: WebAssembly.Memory,
  metadata: PolicyMetadata,
): Pick<Engine, 'decide' | 'explain' | 'membersOf' | 'setKey'> {
  const memory = new EventMemory(exports, wasmMemory);
  const writeEvent = createEventWriter(memory);
  const readDecision = decisionReader(metadata, (address) => memory.word(address));

  function decide(event: PolicyEvent): Decision {
    try {
      const written = writeEvent(event);
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
      const written = writeEvent(event);
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

  return { decide, explain: explainEvent, ...createMembers(exports, memory, metadata.members.length) };
}
