// What a grant is bound to. Two questions with the same digest are the same question; anything else asks again.
import { createHash } from 'node:crypto';
import type { ApprovalQuestion } from './approvals.ts';

/**
 * SHA-256, hex. The session is left out on purpose: somebody who lost the connection while waiting gets the answer in the
 * next one. Groups are in: whoever joins or leaves one asks again.
 */
export function questionDigest(question: ApprovalQuestion): string {
  const { identity, target, terms, statement, parameters, policyDigest } = question;
  const bound = [
    'hpol approval 1',
    identity.user,
    identity.kind,
    identity.onBehalfOf,
    identity.groups.toSorted(),
    identity.email,
    identity.mfa,
    Object.entries(identity.claims).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    target,
    [terms.rule, terms.group, terms.count, terms.within_ms, terms.grant_ms, terms.needs_reason],
    statement,
    parameters,
    policyDigest,
  ];
  return createHash('sha256').update(JSON.stringify(bound)).digest('hex');
}
