// Short forms of cases with several steps, for one group.
import type { Attack, Control, Group, LeakCase, Step } from '../leak-case.ts';
import { together } from '../messages.ts';

export interface CaseMakers {
  readonly attack: (name: string, steps: LeakCase['steps'], more?: Partial<Attack>) => Attack;
  /** SQL texts, each a message of its own over one connection. */
  readonly session: (name: string, texts: readonly string[], more?: Partial<Attack>) => Attack;
  readonly control: Maker;
}

type Maker = (name: string, steps: LeakCase['steps'], shows: readonly string[], more?: Partial<Control>) => Control;

export const inMessages = (texts: readonly string[]): readonly Step[] => texts.map((sql) => ({ sql }));

export const caseMakers = (group: Group): CaseMakers => ({
  attack: (name, steps, more = {}) => ({ kind: 'attack', group, name, steps, ...more }),
  session: (name, texts, more = {}) => ({ kind: 'attack', group, name, steps: inMessages(texts), ...more }),
  control: (name, steps, shows, more = {}) => ({ kind: 'control', group, name, steps, shows, ...more }),
});

/** Messages in one write; then so many ReadyForQuery. */
export const wire = (until: number | 'close', ...messages: readonly Uint8Array[]): Step => ({
  bytes: together(...messages),
  until,
});
