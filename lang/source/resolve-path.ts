// Resolves the path of an `import` or `schema` against the file that names it, and keeps it inside the project.

/** The path from the project root, or null when it leaves the root or is no relative path with forward slashes. */
export function resolvePath(fromFile: string, path: string): string | null {
  if (path === '' || path.startsWith('/') || /[\\:\0]/.test(path)) return null;
  const segments = fromFile.split('/').slice(0, -1);
  for (const segment of path.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return null;
    } else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.length === 0 || path.endsWith('/') ? null : segments.join('/');
}
