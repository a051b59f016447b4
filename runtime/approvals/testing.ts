// For tests: a question that needs an approval, and people to ask.
import type { Identity } from '../identity/identity.ts';
import type { ApprovalQuestion } from './approvals.ts';

export const person = (user: string, ...groups: string[]): Identity => ({
  user,
  kind: 'person',
  groups,
  email: null,
  mfa: false,
  claims: {},
  onBehalfOf: null,
});

export const question = (
  changes: Partial<ApprovalQuestion> = {},
  terms: Partial<ApprovalQuestion['terms']> = {},
): ApprovalQuestion => ({
  identity: person('bo', 'clinicians', 'analysts'),
  sessionId: 's1',
  target: 'clinic',
  terms: {
    rule: 'bulk_phi',
    group: 'privacy-office',
    count: 1,
    within_ms: 60_000,
    grant_ms: null,
    needs_reason: false,
    ...terms,
  },
  because: 'Bulk reads of PHI need a privacy officer',
  statement: 'SELECT * FROM clinical.patients',
  parameters: ['1', null],
  policyDigest: 'a'.repeat(64),
  ...changes,
});
