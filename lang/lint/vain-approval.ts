// An approval that nobody can grant: of a kind that the gateway never asks for, by more people than there are, or with no time
// to answer. It refuses like a `block`, and says that it would not.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { SESSION_OPEN } from '../vocabulary/common.ts';
import type { StudiedRule, Study } from './study.ts';

/** More people than anybody gathers for one statement. */
const MAX_APPROVERS = 20;
/** Nobody reads and answers faster, and a grant must last until the gateway has seen it. */
const MIN_DURATION_MS = 1_000;

export const vainApproval = ({ rules }: Study): readonly Diagnostic[] => rules.flatMap(checkRule);

const checkRule = ({ node }: StudiedRule): readonly Diagnostic[] =>
  node.ruleKind !== 'approve'
    ? []
    : node.clauses.flatMap((clause) => {
        switch (clause.kind) {
          case 'on':
            return clause.events
              .filter(({ text }) => text === SESSION_OPEN.name)
              .map(({ span }) => diagnose('HPOL3018', span, { why: 'nobody is asked about a whole session' }));
          case 'by':
            return clause.count <= MAX_APPROVERS
              ? []
              : [diagnose('HPOL3018', clause.countSpan, { why: `it needs more than ${MAX_APPROVERS} people` })];
          case 'within':
          case 'for':
            return clause.durationMs === null || clause.durationMs >= MIN_DURATION_MS
              ? []
              : [diagnose('HPOL3018', clause.durationSpan, { why: 'the time is over before anybody can answer' })];
          default:
            return [];
        }
      });
