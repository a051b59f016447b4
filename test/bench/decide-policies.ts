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

const CATEGORIES = ['read', 'write', 'schema', 'privilege', 'other'] as const;
const APPROVAL = 'by 1 of "owners" within 30m for once';

/** Rules of five sorts: numbers, texts, sets, columns and approvals, through `let`s and over two events. */
export const variedPolicy = (count: number): string => `policy varied
default allow

class phi {
  ssn: column clinical.*.ssn
  name: column clinical.patients.{first_name, last_name}
  notes: column clinical.encounters.notes
}

let clinician = "clinicians" in identity.groups
let agent = identity.kind == agent
let clear = (clinician or "privacy" in identity.groups) and not agent
let env = target.labels["env"] ?? "prod"
let bulk = statement.limit is absent or statement.limit > 1000

mask phi_by_default of phi unless clear with { ssn: keep last 4 notes: redact } because "Minimum necessary"

${Array.from({ length: count }, (_, index) => variedRule(index)).join('\n')}`;

function variedRule(index: number): string {
  const of = (kind: string, when: string, more = ''): string =>
    `${kind} rule_${index} on postgres.statement ${when} ${more} because "Rule ${index}"`;
  const category = CATEGORIES[Math.floor(index / 5) % CATEGORIES.length] ?? 'read';
  switch (index % 5) {
    case 0:
      return of(
        'block',
        `when statement.category == ${category} and (statement.limit ?? 0) > ${index} and identity.user == "u${index}"`,
      );
    case 1:
      return of('approve', `when clear and bulk and statement.reads(phi) and "g${index}" in identity.groups`, APPROVAL);
    case 2:
      return of('block', `when statement.text contains "t${index}" and env == "e${index}" unless clinician`);
    case 3:
      return of(
        'flag',
        `when identity.user in {"a${index}", "b${index}"} and (statement.returns(phi.ssn) or statement.writes(phi))`,
      );
    default:
      return `block rule_${index} on postgres.statement, session.open when target.name == "t${index}" and env in {"e${index}", "f${index}"} and agent because "Rule ${index}"`;
  }
}

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
    commands: ['DROP'],
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
