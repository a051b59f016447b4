// How this pure room gets at text: the shell hands it a function. Paths are relative to the project root,
// with forward slashes.

/** The text of a file, or `undefined` when there is none that may be read. */
export type Loader = (path: string) => string | undefined;
