// What of the clock the conditions of a policy ask for: whether they read `now` at all, and in which time zones.
import type { Expression, Program } from '../lang/program/program.ts';
import { subexpressions } from '../lang/program/subexpressions.ts';
import { isTimeZone } from '../lang/vocabulary/time-zones.ts';
import { NOW, ZONE_OFFSETS } from './abi/layout.ts';
import type { PolicyMetadata } from './abi/metadata.ts';

export function clockUse(program: Program): PolicyMetadata['clock'] {
  const parts = program.rules.flatMap(({ condition }) => [...subexpressions(condition)]);
  const named = new Set(parts.flatMap(zonesOf));
  return { isRead: parts.some(readsClock), zones: [...named].filter(isTimeZone).toSorted() };
}

/** An offset changes with the moment too, so a decision that asks for one holds only now. */
const readsClock = (part: Expression): boolean =>
  part.kind === 'window' ||
  (part.kind === 'attribute' && part.path === NOW) ||
  (part.kind === 'lookup' && part.map === ZONE_OFFSETS);

/** The zone that is named by a span of local time, or as an entry among the offsets; the latter may be no zone at all. */
function zonesOf(part: Expression): readonly string[] {
  if (part.kind === 'window') return [part.window.zone];
  return part.kind === 'lookup' && part.map === ZONE_OFFSETS ? [part.key] : [];
}
