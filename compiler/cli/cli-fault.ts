// Wrong use or broken input: the message goes to stderr and the program ends with 2.

/** `message` says what, why and what to do, and names the path where one is concerned. */
export class CliFault extends Error {
  override readonly name = 'CliFault';
}
