// The steps of a case, whichever way they were written.
import type { LeakCase, Step } from './leak-case.ts';

export const stepsOf = ({ steps }: LeakCase): readonly Step[] => (typeof steps === 'string' ? [{ sql: steps }] : steps);
