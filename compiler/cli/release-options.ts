// What `policyc build` is told about a release: `--not-after` as a date, a moment or a time from now, and `--sequence`.
import { CliFault } from './cli-fault.ts';

export interface ReleaseOptions {
  readonly notAfter?: string;
  readonly sequence?: string;
}

const UNITS = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const DURATION = /^([1-9][0-9]{0,4})([hdw])$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z$/;
const DAY_MS = 86_400_000;

/** The last millisecond at which the bundle may be used. A date counts to its end, UTC. */
export function notAfterOf(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  const moment = parse(text, now);
  if (moment === null || !Number.isFinite(moment)) {
    throw new CliFault(
      `--not-after ${text} is no time; write a date (2027-06-30), a moment (2027-06-30T12:00Z) or a time from now (90d, 12h, 4w)`,
    );
  }
  if (moment <= now) throw new CliFault(`--not-after ${text} is over: the bundle would be expired from the start`);
  return moment;
}

function parse(text: string, now: number): number | null {
  const [, count = '', unit = ''] = DURATION.exec(text) ?? [];
  if (unit !== '') return now + Number(count) * UNITS[unit as keyof typeof UNITS];
  if (MOMENT.test(text)) return exactly(text, Date.parse(text));
  return DATE.test(text) ? exactly(text, Date.parse(text), DAY_MS - 1) : null;
}

/** Null for a day that there is not, such as 2027-02-30, which the platform takes for another. */
const exactly = (text: string, moment: number, later = 0): number | null =>
  Number.isFinite(moment) && new Date(moment).toISOString().startsWith(text.replace(/Z$/, '')) ? moment + later : null;

export function sequenceOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const sequence = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(sequence)) throw new CliFault(`--sequence ${text} is no whole number from 0 to 2^53 - 1`);
  return sequence;
}
