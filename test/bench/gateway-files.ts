// The files of the gateway that is measured: a policy that masks two of eight columns for its reader and decides on
// every statement, and recordings on.
import { join } from 'node:path';
import { writeGatewayFiles } from '../../runtime/cli/quickstart/gateway-files.ts';
import { hashTicket } from '../../runtime/identity/ticket.ts';
import type { Login } from '../kit/wire-client.ts';
import { GATEWAY_ROLE } from './database.ts';

const TICKET = 'bench-ticket';

const POLICY = `policy bench
default allow

class person {
  ssn:   column public.people*.ssn
  email: column public.people*.email
}

mask identifiers
  of person
  unless "clinicians" in identity.groups
  with {
    ssn:   keep last 4
    email: redact
  }
  because "Bench"

block schema_change
  on postgres.statement
  when statement.category == schema
  because "Bench"
`;

/** What a gateway is measured with, when it is another than the one above. */
export interface GatewayVariant {
  readonly policyText?: string;
  readonly groups?: readonly string[];
}

/** Nothing is protected, so nothing can be masked. */
export const EMPTY_POLICY = 'policy bench\ndefault allow\n';
/** A group for which the policy above masks nothing. */
export const UNMASKED_GROUP = 'clinicians';

export interface GatewayFiles {
  readonly config: string;
  /** Where the bundle is to be written. */
  readonly policy: string;
  readonly policyText: string;
  readonly login: Login;
}

export interface GatewayPorts {
  readonly port: number;
  readonly databasePort: number;
}

export function gatewayFiles(
  folder: string,
  { port, databasePort }: GatewayPorts,
  { policyText = POLICY, groups = ['nurses'] }: GatewayVariant = {},
): GatewayFiles {
  const policy = join(folder, 'bench.bundle.tar.gz');
  const config = writeGatewayFiles({
    folder,
    policy,
    gatewayPort: port,
    target: 'bench',
    database: {
      port: databasePort,
      name: GATEWAY_ROLE.database,
      user: GATEWAY_ROLE.user,
      password: GATEWAY_ROLE.password,
    },
    identities: [{ user: 'ana', kind: 'person', groups, ticket_sha256: hashTicket(TICKET) }],
  });
  return {
    config,
    policy,
    policyText,
    login: { user: 'ana', password: TICKET, database: 'bench' },
  };
}
