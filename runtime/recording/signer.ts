// Who signs checkpoints, as the recorder sees it; runtime/evidence holds the key.

export interface Signer {
  /** SHA-256, hex, of the public key in DER SPKI form. */
  readonly keyId: string;
  /** Ed25519 over the message. */
  sign(message: Uint8Array): Uint8Array;
}
