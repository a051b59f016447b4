// Who acts: the identity that decisions and evidence name. Secrets never live in this value.

export interface Identity {
  readonly user: string;
  readonly kind: 'person' | 'agent' | 'service';
  readonly groups: readonly string[];
  readonly email: string | null;
  readonly mfa: boolean;
  readonly claims: { readonly [name: string]: string };
  readonly onBehalfOf: string | null;
}
