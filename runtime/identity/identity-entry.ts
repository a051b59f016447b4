// The shape of identities.yaml, as a JSON Schema and as the type that it proves.

/** One entry as written. Exactly one of `ticket_sha256` and `scram` is there. */
export interface IdentityEntry {
  readonly user: string;
  readonly kind: 'person' | 'agent' | 'service';
  readonly groups?: readonly string[];
  readonly email?: string;
  readonly mfa?: boolean;
  readonly claims?: { readonly [name: string]: string };
  readonly on_behalf_of?: string;
  readonly ticket_sha256?: string;
  readonly scram?: string;
}

const NAME = { type: 'string', pattern: String.raw`^[A-Za-z0-9][A-Za-z0-9._@+\-]{0,62}$` } as const;

export const IDENTITIES_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'identities.yaml of policyd',
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['user', 'kind'],
    properties: {
      user: { ...NAME, description: 'The name to sign in with; at most 63 characters.' },
      kind: { enum: ['person', 'agent', 'service'] },
      groups: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
      email: { type: 'string', minLength: 3 },
      mfa: { type: 'boolean', description: 'True when a second factor protects the ticket. Default false.' },
      claims: { type: 'object', additionalProperties: { type: 'string' } },
      on_behalf_of: { ...NAME, description: 'The person that an agent or service acts for.' },
      ticket_sha256: {
        type: 'string',
        pattern: '^[0-9a-f]{64}$',
        description: 'SHA-256, hex, of the ticket; `policyd ticket new` makes both.',
      },
      scram: {
        type: 'string',
        pattern: String.raw`^SCRAM-SHA-256\$[1-9][0-9]{3,6}:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$`,
        description: 'A password verifier as PostgreSQL keeps it in pg_authid.rolpassword.',
      },
    },
  },
} as const;
