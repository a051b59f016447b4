// The fenced blocks of a page, each with the comment above it that says what it is: `<!-- add to: policy.hpol -->`.

export interface Block {
  /** The language behind the fence: `hpol`, `console`, …; empty without one. */
  readonly language: string;
  /** The comment on the line above the fence, without its marks; null when there is none. */
  readonly note: string | null;
  readonly text: string;
  /** Of the fence, from 1. */
  readonly line: number;
}

export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/(?:^<!-- (.+) -->\n)?^```(\w*)\n([^]*?)^```$/gm)].map((match) => {
    const [all, note, language = '', text = ''] = match;
    const fence = match.index + all.indexOf('```');
    return { language, note: note ?? null, text, line: page.slice(0, fence).split('\n').length };
  });
}
