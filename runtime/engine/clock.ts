// What an event says about time: the moment, and how far each time zone that the policy names is from UTC then. The
// zone data are those of the platform.

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Minutes ahead of UTC by zone. */
  readonly zoneOffsets: Readonly<Record<string, number>>;
}

const MS_OF_A_MINUTE = 60_000;
/** Every change of an offset so far fell on a quarter of an hour, so one look at the zone data lasts that long. */
const QUARTER_MS = 15 * MS_OF_A_MINUTE;

interface Known {
  readonly format: Intl.DateTimeFormat;
  quarter: number;
  minutes: number;
}

const zones = new Map<string, Known>();

/** Throws a RangeError for a zone that the platform does not know. */
export function clockAt(now: number, names: readonly string[]): Clock {
  const zoneOffsets: Record<string, number> = {};
  for (const name of names) zoneOffsets[name] = offsetMinutes(name, now);
  return { now, zoneOffsets };
}

function offsetMinutes(name: string, now: number): number {
  const quarter = Math.floor(now / QUARTER_MS);
  const zone = zones.get(name) ?? { format: formatOf(name), quarter: -1, minutes: 0 };
  if (zone.quarter !== quarter) {
    zone.quarter = quarter;
    zone.minutes = readOffset(zone.format, now);
    zones.set(name, zone);
  }
  return zone.minutes;
}

const formatOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });

/** The platform prints `GMT`, `GMT+05:30` or, for times before zones were agreed on, seconds as well, which are dropped. */
function readOffset(format: Intl.DateTimeFormat, now: number): number {
  const text = format.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{2}):(\d{2})(?::\d{2})?)?$/.exec(text) ?? [];
  if (!text.startsWith('GMT')) throw new RangeError(`the platform says ${text} where an offset belongs`);
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}
