// Why a target cannot be used, in words for clients: they name no address, no user of the gateway and no secret. What the
// operator needs besides is the cause, which only the log shows.

/** The target cannot be used. `message` goes on from "the target NAME …". */
export class TargetFault extends Error {
  override readonly name = 'TargetFault';
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing accepts connections at its address',
  ECONNRESET: 'it closed the connection',
  EHOSTUNREACH: 'its host is not reachable',
  ENETUNREACH: 'its network is not reachable',
  ENOTFOUND: 'the name of its host is not known',
  EAI_AGAIN: 'the name of its host is not known at the moment',
  ETIMEDOUT: 'it does not answer',
};

/** A failed connection attempt. A code without words is told as it is: others than the network's are about certificates. */
export function unreachable(error: unknown): TargetFault {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const reason = code === null ? 'the connection failed' : (REASONS[code] ?? `the connection failed with ${code}`);
  return new TargetFault(`cannot be reached: ${reason}`, { cause: error });
}

/** The fault and what lies behind it, for the log. */
export function logLine(message: string, { cause }: TargetFault): string {
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
