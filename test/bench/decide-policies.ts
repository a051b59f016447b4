// The same rules in two languages, and the event that both decide on: none of the rules fires, so each has to look.

const RULES = 50;
const COMMANDS = ['DROP', 'ALTER', 'TRUNCATE', 'GRANT', 'COPY'] as const;

const rules = (count: number, one: (index: number, command: string) => string): string =>
  Array.from({ length: count }, (_, index) => one(index, COMMANDS[index % COMMANDS.length] ?? 'DROP')).join('\n');

/** Fifty rules unless another number is asked for. */
export const hpolPolicy = (count: number = RULES): string => `policy fifty
default allow

${rules(
  count,
  (index, command) => `block rule_${index}
  on postgres.statement
  when statement.command == ${command} and "group-${index}" in identity.groups
  because "Rule ${index}"
`,
)}`;

export const CEDAR_POLICY = `permit(principal, action, resource);
${rules(
  RULES,
  (index, command) =>
    `forbid(principal, action == Action::"statement", resource) when { context.command == "${command}" && context.groups.contains("group-${index}") };`,
)}`;

export const EVENT = {
  event: 'postgres.statement',
  identity: { user: 'ana', kind: 'person', groups: ['nurses'], mfa: true, claims: {} },
  session: {
    id: 's-1',
    protocol: 'postgres',
    client_address: '127.0.0.1',
    started: 1_767_268_800_000,
    application: 'bench',
  },
  target: { name: 'clinic', labels: { env: 'prod' } },
  now: 1_767_268_800_000,
  zone_offsets: {},
  statement: {
    command: 'DROP',
    category: 'read',
    text: 'SELECT id, ssn FROM clinical.patients WHERE id = 7',
    fingerprint: 'f00d',
    relations: ['clinical.patients'],
    reads: ['clinical.patients.id', 'clinical.patients.ssn'],
    filters_on: ['clinical.patients.id'],
    writes: [],
    returns: ['clinical.patients.id', 'clinical.patients.ssn'],
    filtered: true,
    functions: [],
    analyzed: true,
    in_transaction: false,
  },
};

export const CEDAR_CALL = {
  principal: { type: 'User', id: 'ana' },
  action: { type: 'Action', id: 'statement' },
  resource: { type: 'Target', id: 'clinic' },
  context: {
    command: EVENT.statement.command,
    groups: EVENT.identity.groups,
    reads: EVENT.statement.reads,
    filtered: true,
    env: 'prod',
  },
  preparsedPolicySetId: 'fifty',
  entities: [],
};
