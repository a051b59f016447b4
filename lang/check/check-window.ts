// `now in 08:00..18:00 "Europe/Berlin"`: recurring spans of local time.
import type { ExpressionNode, WindowNode, Word } from '../ast/expression.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { BOOL } from '../vocabulary/common.ts';
import { isTimeZone, timeZoneNames } from '../vocabulary/time-zones.ts';
import { checkRequired, type Checked, type ExpressionContext, type Known, lost, plain } from './expression-context.ts';
import type { Window } from './program.ts';
import type { Reporter } from './reporter.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTES_OF_A_DAY = 1_440;

export function checkInWindow(
  node: Extract<ExpressionNode, { kind: 'in_window' }>,
  known: Known,
  context: ExpressionContext,
): Checked {
  const { expression, type } = checkRequired(node.value, known, context);
  const isNow = expression.kind === 'attribute' && expression.path === 'now';
  if (type && !isNow) context.reporter.report('HPOL2022', node.value.span, {});
  const window = checkWindow(node.window, context.reporter);
  if (!isNow || !window) return plain(lost(node).expression, BOOL);
  return plain({ kind: 'window', window, span: node.span }, BOOL);
}

/** The window with its bounds as numbers; undefined after a report. */
function checkWindow({ unit, from, to, zone, span }: WindowNode, reporter: Reporter): Window | undefined {
  const isKnownZone = isTimeZone(zone.text);
  if (!isKnownZone) {
    const meant = suggest(zone, timeZoneNames(), (name) => JSON.stringify(name));
    reporter.report('HPOL2021', zone.span, { zone: zone.text }, meant);
  }
  const bounds = [from, to].map((bound) => (unit === 'clock' ? minutesOf(bound, reporter) : dayOf(bound, reporter)));
  const [first, last] = bounds;
  if (first === undefined || last === undefined) return undefined;
  if (unit === 'clock' && (first === last || first === MINUTES_OF_A_DAY)) {
    reporter.report('HPOL2020', { ...span, end: to.span.end }, { problem: 'it holds no time at all' });
  }
  return isKnownZone ? { unit, from: first, to: last, zone: zone.text } : undefined;
}

/** Minutes of the day from 0 to 1440; undefined after a report. */
function minutesOf({ text, span }: Word, reporter: Reporter): number | undefined {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  const total = hours * 60 + minutes;
  if (minutes < 60 && total <= MINUTES_OF_A_DAY) return total;
  reporter.report('HPOL2020', span, { problem: `\`${text}\` is no time of day` });
  return undefined;
}

/** Days since Monday; undefined after a report. */
function dayOf({ text, span }: Word, reporter: Reporter): number | undefined {
  const day = DAYS.indexOf(text);
  if (day !== -1) return day;
  const help = `days are ${DAYS.map((name) => `\`${name}\``).join(', ')}`;
  reporter.report('HPOL2020', span, { problem: `\`${text}\` is no day of the week` }, { help });
  return undefined;
}
