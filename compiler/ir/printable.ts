// What the compiler can print of a policy on its way to a module. A leaf, so that a command line need not load the compiler.

/** The IR behind all passes, how an event's rules are found, the generated code in WebAssembly's text format. */
export const PRINTABLE = ['ir', 'plan', 'wat'] as const;

export type Printable = (typeof PRINTABLE)[number];
