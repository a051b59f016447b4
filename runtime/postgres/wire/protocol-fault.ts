// A message that the protocol does not allow, or that is longer than the stated limits. It ends its session.

export class ProtocolFault extends Error {
  override readonly name = 'ProtocolFault';
  /** protocol_violation. */
  readonly sqlstate = '08P01';
}
