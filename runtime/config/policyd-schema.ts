// The JSON Schema of policyd.yaml. docs/policyd.schema.json is this, printed; a test keeps it so.

const ADDRESS = { type: 'string', minLength: 1 } as const;
const PORT = { type: 'integer', minimum: 0, maximum: 65535 } as const;
const PATH = { type: 'string', minLength: 1 } as const;

const LISTEN_POSTGRES = {
  type: 'object',
  additionalProperties: false,
  properties: {
    address: {
      ...ADDRESS,
      default: '127.0.0.1',
      description: 'Address to listen on; anything but loopback needs tls.',
    },
    port: { ...PORT, default: 6432, description: 'Port to listen on; 0 takes a free one.' },
    tls: {
      type: 'object',
      additionalProperties: false,
      required: ['cert', 'key'],
      properties: {
        cert: { ...PATH, description: 'PEM file of the certificate chain.' },
        key: { ...PATH, description: 'PEM file of the private key.' },
      },
    },
  },
} as const;

const TARGET = {
  type: 'object',
  additionalProperties: false,
  required: ['protocol', 'address', 'database', 'credential'],
  properties: {
    protocol: { enum: ['postgres'], description: 'The protocol that the target speaks.' },
    address: {
      type: 'string',
      pattern: String.raw`^(\[[0-9a-fA-F:.]+\]|[^\[\]:\s]+):[0-9]{1,5}$`,
      description: 'host:port of the target.',
    },
    database: { type: 'string', minLength: 1, description: 'The database on the target.' },
    credential: {
      type: 'object',
      additionalProperties: false,
      required: ['user', 'password'],
      properties: {
        user: { type: 'string', minLength: 1, description: 'The role that the gateway is on the target.' },
        password: {
          type: 'string',
          pattern: '^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$',
          description: 'A reference, env:NAME or file:PATH, never the password itself.',
        },
      },
    },
    tls: {
      type: 'object',
      additionalProperties: false,
      properties: {
        mode: {
          enum: ['disable', 'prefer', 'require'],
          description: 'Default: prefer on loopback, require elsewhere.',
        },
        ca: { ...PATH, description: 'PEM file of the authority that must have signed the target’s certificate.' },
      },
    },
    labels: {
      type: 'object',
      additionalProperties: {
        type: 'string',
        description: 'Labels are text: put quotes around numbers and true or false.',
      },
      description: 'What policies see as target.labels.',
    },
  },
} as const;

const BUNDLE = {
  type: 'object',
  additionalProperties: false,
  properties: {
    keys: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { ...PATH, description: 'PEM file of a public key, Ed25519 or P-256.' },
      description: 'Keys that bundles must be signed with, by key id. Without them bundles need no signature.',
    },
    scope: { type: 'string', minLength: 1, description: 'The scope that signatures must name.' },
    poll_seconds: {
      type: 'integer',
      minimum: 1,
      maximum: 86400,
      description: 'How often to look for another bundle. Without it one is looked for on SIGHUP only.',
    },
    on_expiry: {
      enum: ['block', 'keep'],
      default: 'block',
      description: 'What becomes of statements when the policy in force expires: block, or keep deciding by it.',
    },
  },
} as const;

const REGO = {
  type: 'object',
  additionalProperties: false,
  required: ['bundle', 'entrypoint'],
  properties: {
    bundle: { ...PATH, description: 'The bundle, as a path or an http(s) URL.' },
    entrypoint: {
      type: 'string',
      pattern: '^[A-Za-z_][A-Za-z0-9_]*(/[A-Za-z_][A-Za-z0-9_]*)+$',
      description: 'PACKAGE/RULE whose value is the decision, as given to `opa build -e`.',
    },
  },
} as const;

export const POLICYD_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'policyd.yaml',
  description: 'Configuration of policyd. Paths are relative to the file.',
  type: 'object',
  additionalProperties: false,
  required: ['policy', 'targets', 'identities'],
  properties: {
    policy: {
      ...PATH,
      description: 'A bundle made by `policyc build`, as a path or an http(s) URL, or a .hpol file, compiled at start.',
    },
    bundle: BUNDLE,
    rego: {
      type: 'array',
      items: REGO,
      description: 'Bundles of `opa build -t wasm` that decide beside the policy: block before approve before allow.',
    },
    listen: {
      type: 'object',
      additionalProperties: false,
      properties: { postgres: LISTEN_POSTGRES },
    },
    targets: {
      type: 'object',
      minProperties: 1,
      additionalProperties: TARGET,
      description: 'Databases behind the gateway, by the name that clients give as the database.',
    },
    identities: { ...PATH, description: 'The file of people and agents.' },
    store: {
      type: 'string',
      pattern: '^sqlite:.+$',
      default: 'sqlite:./state/policyd.db',
      description: 'Where approvals are kept: sqlite:PATH.',
    },
    state: {
      ...PATH,
      default: './state',
      description: 'Folder of the evidence key, the pseudonym key and the releases that were accepted.',
    },
    recordings: {
      type: 'object',
      additionalProperties: false,
      properties: {
        folder: { ...PATH, default: './recordings', description: 'Folder of recordings, owned by one policyd.' },
      },
    },
  },
} as const;
