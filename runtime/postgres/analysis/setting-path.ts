// The value of search_path as a function's SET stores it: identifiers, quoted where needed, separated by commas.

/** `"$user", public` becomes `['$user', 'public']`; empty names mean that nothing is searched. */
export function settingPath(value: string): readonly string[] {
  const names = value.match(/"(?:[^"]|"")*"|[^\s,]+/g) ?? [];
  return names
    .map((name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()))
    .filter((name) => name !== '');
}
