// Names of the time zone database, as the platform's own copy of it knows them.

/** True for `Europe/Berlin`, `UTC` and whatever else names a zone; offsets such as `+01:00` are no zones. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0);
    return true;
  } catch {
    // The one thing that can be wrong is the name.
    return false;
  }
}

/** The names that people use, for suggestions. */
export const timeZoneNames = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
