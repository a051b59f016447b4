// How this pure room gets at text: the shell hands it a function. Paths are relative to the project root,
// with forward slashes.

/** A text, or the bytes of one: then what is no UTF-8 is a diagnostic. */
export type Content = string | Uint8Array;

/** What is in a file, or `undefined` when there is none that may be read. */
export type Loader = (path: string) => Content | undefined;
