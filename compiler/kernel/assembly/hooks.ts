// What the kernel asks of the policy that it is linked with. The compiler (compiler/emit) removes each of these imports
// and adds a function of the same name; a test may give plain JavaScript functions instead.

/** Addresses and lengths that the compiler knows: see the `TABLE_` constants. Folded to a constant when linked. */
export declare function policy_table(which: i32): usize;

/** Evaluates the rules on an event record and sets bit `i` of `firing` (32-bit words, zeroed before) for each rule `i` that fires. */
export declare function policy_rules(record: usize, firing: usize): void;

/** Says of each atom of the policy whether it holds for an event record; gives the address of one byte for each. */
export declare function policy_explain(record: usize): usize;

/** First address that no static data uses; the heap starts here. */
export const TABLE_HEAP: i32 = 0;
/** What decide concludes from: see decide.ts. */
export const TABLE_RULES: i32 = 1;
/** Column patterns of the class members: see columns.ts. */
export const TABLE_MEMBERS: i32 = 2;
/** Detector automaton and placeholder names, as detector-tables.ts writes them and scrub.ts reads them; 0 when the policy has no detector. */
export const TABLE_DETECTORS: i32 = 3;
/** Pieces of the answers' JSON, as text-table.ts of compiler/emit composes them and answer.ts writes them. */
export const TABLE_TEXTS: i32 = 4;
/** Events, groups, attributes and enum values, for the JSON surface: see event.ts and event-text.ts. */
export const TABLE_VOCABULARY: i32 = 5;
