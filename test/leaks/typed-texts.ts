// Everything that the clients of a list of cases send, in lower case, for telling what they typed from what a server showed.
import type { LeakCase } from './leak-case.ts';
import { stepsOf } from './steps-of.ts';

export function typedTexts(cases: readonly LeakCase[]): string {
  const texts = cases.flatMap(stepsOf).map((step) => {
    if ('sql' in step) return [step.sql, ...(step.parameters ?? [])].join('\n');
    return 'bytes' in step ? Buffer.from(step.bytes).toString('latin1') : '';
  });
  return texts.join('\n').toLowerCase();
}
