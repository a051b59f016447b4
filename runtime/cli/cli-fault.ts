// Wrong use, broken input, or something that the operator can put right: the message goes to stderr and the program ends with 2.

/** `message` says what, why and what to do, and names the path or port where one is concerned. */
export class CliFault extends Error {
  override readonly name = 'CliFault';
}
