// Ways that no SQL text shows: what comes before the login, messages in another order, statements and portals with names, formats,
// pipelines, and definitions that change between two messages.
import type { LeakCase } from '../leak-case.ts';
import { PROTOCOL_CONTROLS } from './protocol-controls.ts';
import { LOGIN_ATTACKS, LOGIN_CONTROLS } from './protocol-login.ts';
import { FORMATS, MESSAGES } from './protocol-messages.ts';
import { PIPELINES, RACES } from './protocol-pipelines.ts';
import { PORTALS, STATEMENTS } from './protocol-portals.ts';

export const PROTOCOL: readonly LeakCase[] = [
  ...LOGIN_ATTACKS,
  ...MESSAGES,
  ...FORMATS,
  ...PORTALS,
  ...STATEMENTS,
  ...PIPELINES,
  ...RACES,
  ...LOGIN_CONTROLS,
  ...PROTOCOL_CONTROLS,
];
