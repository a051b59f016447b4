// Who may decide on a request, and why not. The one door for every way to vote.
import type { Identity } from '../identity/identity.ts';
import type { ApprovalBook, ApprovalView } from './approval-book.ts';
import type { ApprovalVote } from './approvals.ts';

export interface Verdict {
  readonly id: string;
  /** Whoever decides, as proved just now: groups are those of this moment. */
  readonly by: Identity;
  readonly verdict: ApprovalVote['verdict'];
  readonly reason: string;
}

/** The request after the vote, or a sentence that says why the vote was not taken. */
export const decideApproval = (book: ApprovalBook, { id, by, verdict, reason }: Verdict): ApprovalView | string =>
  book.vote(id, { by: by.user, verdict, reason }, (view) => refusal(view, by, reason));

function refusal(view: ApprovalView, by: Identity, reason: string): string | null {
  const { identity, terms } = view.question;
  if (view.state !== 'pending') return `${view.id} is ${view.state} already`;
  if (by.kind !== 'person') return `only a person decides, and ${by.user} is of kind ${by.kind}`;
  if (by.user === identity.user) return `${by.user} asked for this and cannot decide on it`;
  if (by.user === identity.onBehalfOf)
    return `${identity.user} acts for ${by.user}, who therefore cannot decide on this`;
  if (!by.groups.includes(terms.group)) return `${by.user} is not in the group ${terms.group}, which decides on this`;
  if (view.votes.some((vote) => vote.by === by.user)) return `${by.user} has voted on ${view.id} already`;
  if (terms.needs_reason && reason.trim() === '') return `the rule ${terms.rule} asks for a reason`;
  return null;
}
