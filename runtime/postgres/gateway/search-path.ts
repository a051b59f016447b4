// The value of search_path as the server reports it: identifiers, quoted where needed, separated by commas.

/** `"$user", public` becomes `['$user', 'public']`. An empty name means nothing is searched. */
export function parseSearchPath(value: string): readonly string[] {
  const names = value.match(/"(?:[^"]|"")*"|[^\s,]+/g) ?? [];
  return names
    .map((name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()))
    .filter((name) => name !== '');
}
