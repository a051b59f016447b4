// The declarations in the text of a PL/pgSQL body. The tree of the parser leaves out what a record begins with, so the text is asked.

/** The text without comments and without what stands in quotes: strings become `''`, quoted names their letters. */
export function bareText(text: string): string {
  const token =
    /--[^\n]*|\/\*|e'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"((?:[^"]|"")*)"|\$([a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?\$\2\$/gi;
  let bare = '';
  let from = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    bare += text.slice(from, found.index);
    if (found[0] === '/*') {
      token.lastIndex = commentEnd(text, found.index);
      bare += ' ';
    } else if (found[0].startsWith('--')) bare += ' ';
    else bare += found[1] === undefined ? "''" : found[1].replaceAll(/\W/g, '_');
    from = token.lastIndex;
  }
  return bare + text.slice(from);
}

/** Comments nest. */
function commentEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) {
      depth += 1;
      at += 1;
    } else if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** Lower-case names of the variables that get a value where they are declared. */
export function initialisedNames(body: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, section = ''] of bareText(body).matchAll(/\bdeclare\b([\s\S]*?)\bbegin\b/gi)) {
    for (const declaration of section.split(';')) {
      const name = /^\s*(?:declare\s+)*([\w$\u0080-\uffff]+)/i.exec(declaration)?.[1];
      if (name !== undefined && /=|\bdefault\b/i.test(declaration)) names.add(name.toLowerCase());
    }
  }
  return names;
}
