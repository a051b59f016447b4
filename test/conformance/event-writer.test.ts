// The writer of event records keeps what the events of one session share. Whatever came before, an event is decided as by an
// engine that has seen no other.
import { array, assert, asyncProperty, boolean, nat, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import { policy, programOf } from '../../lang/check/testing.ts';
import { MODULE_FAULT_REASON } from '../../runtime/engine/decider.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import { opening, statement } from './events.ts';
import { interpret, NoAnswer } from './interpreter.ts';
import { events } from './random-event.ts';
import { programs } from './random-program.ts';
import type { Decision } from '../../compiler/abi/decision.ts';
import { blockBecause } from '../../compiler/abi/event-fault.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Engine } from '../../runtime/engine/engine.ts';

/** `HPOL_RUNS=2000` searches longer. */
const RUNS = Number(process.env['HPOL_RUNS'] ?? 30);

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}

const wanted = (program: Program, event: PolicyEvent): Decision => {
  try {
    return interpret(program, event);
  } catch (error) {
    if (error instanceof NoAnswer) return blockBecause(MODULE_FAULT_REASON);
    throw error;
  }
};

const SHARED = ['identity', 'session', 'target'] as const;

test('random events of a few sessions, in any order, frozen or not', { timeout: 600_000 }, async () => {
  const steps = array(record({ session: nat(3), event: nat(9), isFrozen: boolean() }), {
    minLength: 40,
    maxLength: 40,
  });
  const chosen = array(events, { minLength: 10, maxLength: 10 });
  const agrees = asyncProperty(programs, chosen, steps, async (program, pool, order) => {
    const engine = await loadEngine(writeBundle(compileModule(program)));
    const sessions = pool.slice(0, 4).map((event) => freeze(structuredClone(event)));
    for (const step of order) {
      const own = pool[step.event]!;
      const shared = sessions[step.session]!;
      const groups = Object.fromEntries(SHARED.map((name) => [name, step.isFrozen ? shared[name] : own[name]]));
      const event = { ...own, ...groups } as PolicyEvent;
      expect(engine.decide(event)).toEqual(wanted(program, event));
    }
  });
  await assert(agrees, { numRuns: RUNS });
});

const POLICY = policy(`class phi { ssn: column a.b.c }
mask hidden of phi when identity.user == "nobody" with redact because "x"
block by_user on postgres.statement when identity.user == "eve" because "x"
block by_group on postgres.statement when "bad" in identity.groups because "x"
block by_label on postgres.statement when target.labels["env"] ?? "" == "prod" because "x"
block by_limit on postgres.statement when statement.limit is present because "x"
block by_opening on session.open when session.reason is present because "x"
`);
const open = (): Promise<Engine> => loadEngine(writeBundle(compileModule(programOf(POLICY))));
const groups = (user: string, more: object = {}): object => ({
  identity: { user, kind: 'person', groups: ['nurses'], mfa: true, claims: {} },
  target: { name: 't', labels: { env: 'test' } },
  ...more,
});

describe('what is kept', () => {
  test('objects that can change are read again', async () => {
    const engine = await open();
    const event = { ...statement(), ...groups('ana') } as unknown as {
      identity: { user: string; groups: string[] };
      target: { labels: Record<string, string> };
    };
    const rules = (): readonly string[] => engine.decide(event as unknown as PolicyEvent).rules;
    expect(rules()).toEqual([]);
    event.identity.user = 'eve';
    event.identity.groups.push('bad');
    event.target.labels['env'] = 'prod';
    expect(rules()).toEqual(['by_user', 'by_group', 'by_label']);
    // Frozen at the top alone is not frozen.
    Object.freeze(event.identity);
    expect(rules()).toEqual(['by_user', 'by_group', 'by_label']);
    event.identity.groups.length = 0;
    expect(rules()).toEqual(['by_user', 'by_label']);
  });

  test('an event object that gets other groups is read again', async () => {
    const engine = await open();
    const event = { ...statement(), ...freeze(groups('ana')) } as Record<string, unknown>;
    expect(engine.decide(event as PolicyEvent).rules).toEqual([]);
    event['identity'] = freeze(groups('eve') as { identity: object }).identity;
    expect(engine.decide(event as PolicyEvent).rules).toEqual(['by_user']);
  });

  test('optional attributes of the event before are gone', async () => {
    const engine = await open();
    const shared = freeze(groups('ana'));
    const decide = (event: PolicyEvent): readonly string[] => engine.decide({ ...event, ...shared }).rules;
    expect(decide(statement({ 'statement.limit': 5 }))).toEqual(['by_limit']);
    expect(decide(statement())).toEqual([]);
    expect(decide(opening())).toEqual([]);
    expect(decide(statement({ 'statement.limit': 5 }))).toEqual(['by_limit']);
  });

  test('other calls in between change nothing', async () => {
    const engine = await open();
    const event = { ...statement(), ...freeze(groups('eve')) } as PolicyEvent;
    expect(engine.decide(event).rules).toEqual(['by_user']);
    expect(engine.membersOf('a.b.c')).toEqual([0]);
    expect(engine.decide(event).rules).toEqual(['by_user']);
    engine.setKey(new Uint8Array(64).fill(7));
    expect(engine.decide(event).rules).toEqual(['by_user']);
    engine.decide(statement({ 'statement.text': 'x'.repeat(200_000) }));
    expect(engine.decide({ ...event, ...freeze({ statement: { ...(event['statement'] as object) } }) }).rules).toEqual([
      'by_user',
    ]);
  });
});

describe('which fault is told', () => {
  const half = 'a\ud800';
  test.each<[string, PolicyEvent, string]>([
    [
      'half a pair before a wrong type',
      statement({ 'identity.user': half, 'identity.mfa': 'x' }),
      'identity.user must be a text',
    ],
    [
      'a wrong type before half a pair',
      statement({ 'identity.kind': 'x', 'session.id': half }),
      'identity.kind must be one of its declared values',
    ],
    [
      'half a pair in the session before a missing attribute of the event',
      statement({ 'session.id': half, 'statement.text': undefined }),
      'session.id must be a text',
    ],
    [
      'half a pair before a group that is none',
      { ...statement({ 'target.name': half }), statement: [] } as unknown as PolicyEvent,
      'target.name must be a text',
    ],
    [
      'half a pair in the event before a wrong type',
      statement({ 'statement.text': half, 'statement.filtered': 1 }),
      'statement.text must be a text',
    ],
    [
      'half a pair among texts beyond ASCII',
      statement({ 'identity.user': 'é', 'statement.text': `é${half}` }),
      'statement.text must be a text',
    ],
  ])('%s', async (_, event, trouble) => {
    expect((await open()).decide(event).reason).toBe(`the event is not valid: ${trouble}`);
  });

  test('texts beyond ASCII of every length keep their places', async () => {
    const engine = await open();
    for (const user of ['é', '😀', 'eve', 'ev\u00e9', '\u{10ffff}e']) {
      expect(engine.decide(statement({ 'identity.user': user, 'identity.groups': ['ü', 'bad', ''] })).rules).toEqual(
        user === 'eve' ? ['by_user', 'by_group', 'by_label'] : ['by_group', 'by_label'],
      );
    }
  });
});
