// Bugs that an engine could have, planted in one engine at a time while the others stay right: in what it reads, in what it knows of the
// policy, or in what it answers. The corpus must see each.
import type { Decision } from '../../compiler/abi/decision.ts';
import { readBundle } from '../../compiler/abi/bundle.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { PolicyMetadata } from '../../compiler/abi/metadata.ts';
import type { Program } from '../../lang/program/program.ts';
import { createDecider } from '../../runtime/engine/decider.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { bundleOf, ENGINES, NO_ANSWER, OPA, REFERENCE, STREAMING, type ConformanceEngine } from './engines.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

export interface EngineBug {
  readonly name: string;
  readonly engine: ConformanceEngine;
}

type Field = Readonly<Record<string, unknown>>;

const bug = (engine: ConformanceEngine, what: string, open: ConformanceEngine['open']): EngineBug => ({
  name: `${engine.name}: ${what}`,
  engine: { name: engine.name, open },
});

/** The engine works on another program than the one that is meant. */
const inProgram = (engine: ConformanceEngine, what: string, change: (program: Program) => Program): EngineBug =>
  bug(engine, what, (program) => engine.open(change(program)));

/** The same change of the same program is the same program, so that it is compiled once for both surfaces. */
function remembering(change: (program: Program) => Program): (program: Program) => Program {
  const known = new WeakMap<Program, Program>();
  return (program) => {
    const changed = known.get(program) ?? change(program);
    known.set(program, changed);
    return changed;
  };
}

/** An engine that is opened once for each program, since opening costs more than all cases. */
function opened({ name, open }: ConformanceEngine): ConformanceEngine {
  const known = new WeakMap<Program, ReturnType<typeof open>>();
  return {
    name,
    open: (program) => {
      const decide = known.get(program) ?? open(program);
      known.set(program, decide);
      return decide;
    },
  };
}

const inEvent = (engine: ConformanceEngine, what: string, change: (event: PolicyEvent) => PolicyEvent): EngineBug =>
  bug(engine, what, async (program) => {
    const decide = await engine.open(program);
    return (event) => decide(change(event));
  });

const inDecision = (engine: ConformanceEngine, what: string, change: (decision: Decision) => Decision): EngineBug =>
  bug(engine, what, async (program) => {
    const decide = await engine.open(program);
    return (event) => change(decide(event));
  });

/** Changes the fields of one group of an event, where that is a group. */
function inGroup(event: PolicyEvent, name: string, change: (fields: Field) => Field): PolicyEvent {
  // Inputs that are no event are part of the corpus.
  const group = (event as PolicyEvent | null | undefined)?.[name];
  if (typeof group !== 'object' || group === null || Array.isArray(group)) return event;
  return { ...event, [name]: change(group) } as PolicyEvent;
}

const withoutEmpty = (fields: Field): Field =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

const eachText =
  (change: (text: string) => string) =>
  (fields: Field): Field =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? change(value) : value]),
    );

/** What any engine could get wrong about its input and its answer. */
const anywhere = (engine: ConformanceEngine): readonly EngineBug[] => [
  inEvent(engine, 'an empty text taken for an absent one', (event) => inGroup(event, 'session', withoutEmpty)),
  inEvent(engine, 'texts without regard to case', (event) =>
    inGroup(event, 'identity', (fields) => ({ ...fields, user: String(fields['user']).toLowerCase() })),
  ),
  inEvent(engine, 'texts in another normal form', (event) =>
    inGroup(
      event,
      'identity',
      eachText((text) => text.normalize('NFC')),
    ),
  ),
  inEvent(engine, 'numbers of 32 bits', (event) =>
    inGroup(event, 'statement', (fields) =>
      Number.isSafeInteger(fields['limit']) ? { ...fields, limit: Number(fields['limit']) | 0 } : fields,
    ),
  ),
  inEvent(engine, 'only the first group of an identity', (event) =>
    inGroup(event, 'identity', (fields) => ({
      ...fields,
      groups: Array.isArray(fields['groups']) ? fields['groups'].slice(0, 1) : fields['groups'],
    })),
  ),
  inDecision(engine, 'masks forgotten beside a block', (decision) =>
    decision.effect === 'block' ? { ...decision, masks: [] } : decision,
  ),
  inDecision(engine, 'approvals for once that last', (decision) => ({
    ...decision,
    approvals: decision.approvals.map((terms) => ({ ...terms, grant_ms: terms.grant_ms ?? 0 })),
  })),
  inDecision(engine, 'rules in the order of their names', (decision) => ({
    ...decision,
    rules: decision.rules.toSorted(),
  })),
  inDecision(engine, 'the doc of a rule lost', (decision) => ({ ...decision, doc: '' })),
  inDecision(engine, 'an answer where there is none', (decision) =>
    decision.reason === NO_ANSWER.reason ? { ...decision, effect: 'allow' } : decision,
  ),
];

/** What the reference could read into a program. */
const reference: readonly EngineBug[] = [
  inProgram(REFERENCE, 'the last rule decides', (program) => ({ ...program, rules: program.rules.toReversed() })),
  // The reference reads the text of a network, which this bug leaves as it is.
  ...PLANTED_BUGS.filter(({ name }) => name !== 'one bit of a network lost').map(({ name, plant }) =>
    inProgram(REFERENCE, name, plant),
  ),
];

/** What the compiler could make of a program, for both surfaces. */
const compiler: readonly EngineBug[] = PLANTED_BUGS.flatMap(({ name, plant }) => {
  const change = remembering(plant);
  return [OPA, STREAMING].map((engine) => inProgram(engine, `compiled with ${name}`, change));
});

interface Changes {
  /** Changes the event record before the module decides on it. */
  readonly record?: (words: Uint32Array, at: number) => void;
  /** Changes the decision record before it is read. */
  readonly decision?: (words: Uint32Array, at: number) => void;
  readonly metadata?: (metadata: PolicyMetadata) => PolicyMetadata;
}

/** The gateway's own engine around a module whose records are written or read wrongly. */
const inRecords = (what: string, { record, decision, metadata = (same) => same }: Changes): EngineBug =>
  bug(STREAMING, what, async (program) => {
    const bundle = readBundle(bundleOf(program));
    const memory = new WebAssembly.Memory({ initial: 2 });
    const { instance } = await WebAssembly.instantiate(bundle.wasm, { env: { memory } });
    const exports = moduleExports(instance);
    const hpol_decide = (address: number): number => {
      record?.(new Uint32Array(memory.buffer), address >> 2);
      const decided = exports.hpol_decide(address);
      decision?.(new Uint32Array(memory.buffer), decided >> 2);
      return decided;
    };
    return createDecider({ ...exports, hpol_decide }, memory, metadata(bundle.metadata)).decide;
  });

const change = (words: Uint32Array, at: number, to: (word: number) => number): void => {
  words[at] = to(words[at] ?? 0);
};
const HEADER_WORDS = 4;
const slot = (number: number): number => HEADER_WORDS + 2 * number;
const [USER, KIND, GROUPS, MFA, STARTED] = [0, 1, 2, 4, 10];

const streaming: readonly EngineBug[] = [
  inRecords('an event under another number', { record: (words, at) => change(words, at, (number) => number ^ 1) }),
  inRecords('presence shifted by a bit', { record: (words, at) => change(words, at + 2, (bits) => bits << 1) }),
  inRecords('the upper half of presence lost', { record: (words, at) => change(words, at + 2, () => 0xffff_ffff) }),
  inRecords('a text that is a byte short', {
    record: (words, at) => change(words, at + slot(USER) + 1, (length) => Math.max(0, length - 1)),
  }),
  inRecords('a word taken for the one before it', {
    record: (words, at) => change(words, at + slot(KIND), (number) => Math.max(0, number - 1)),
  }),
  inRecords('a set that is an element short', {
    record: (words, at) => change(words, at + slot(GROUPS) + 1, (count) => Math.max(0, count - 1)),
  }),
  inRecords('true taken for false', { record: (words, at) => change(words, at + slot(MFA), (bit) => bit ^ 1) }),
  inRecords('the upper half of a time lost', { record: (words, at) => change(words, at + slot(STARTED) + 1, () => 0) }),
  inRecords('approve read as block', {
    decision: (words, at) => change(words, at, (effect) => (effect === 1 ? 2 : effect)),
  }),
  inRecords('the default read as the first rule', {
    decision: (words, at) => change(words, at + 1, (rule) => (rule === 0xffff_ffff ? 0 : rule)),
  }),
  inRecords('only the first word of firing rules', { decision: (words, at) => change(words, at + 3, () => 1) }),
  inRecords('firing rules shifted by one', {
    decision: (words, at) => change(words, (words[at + 2] ?? 0) >> 2, (bits) => bits << 1),
  }),
  inRecords('the mask of the last member lost', {
    decision: (words, at) => change(words, at + 5, (members) => Math.max(0, members - 1)),
  }),
  inRecords('transforms taken for each other', {
    metadata: (metadata) => ({ ...metadata, transforms: metadata.transforms.toReversed() }),
  }),
  inRecords('members taken for each other', {
    metadata: (metadata) => ({ ...metadata, members: metadata.members.toReversed() }),
  }),
];

const opa: readonly EngineBug[] = [
  inEvent(OPA, 'an event that was read in Latin-1', (event) =>
    inGroup(
      event,
      'identity',
      eachText((text) => Buffer.from(text, 'utf8').toString('latin1')),
    ),
  ),
  inEvent(OPA, 'an input of nothing taken for an empty object', (event) => (event ? event : ({} as PolicyEvent))),
  inEvent(OPA, 'null taken for absence', (event) => {
    const text = JSON.stringify(event, (_, value: unknown) => (value === null ? undefined : value)) as
      | string
      | undefined;
    return (text === undefined ? event : JSON.parse(text)) as PolicyEvent;
  }),
];

export const ENGINE_BUGS: readonly EngineBug[] = [
  ...ENGINES.map(opened).flatMap(anywhere),
  ...reference,
  ...compiler,
  ...streaming,
  ...opa,
];
