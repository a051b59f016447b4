// The identity of `policyc eval --sql`, from JSON with the keys of the vocabulary.
import { IDENTITY_KIND } from '../../lang/vocabulary/common.ts';
import type { Identity } from '../../runtime/identity/identity.ts';
import { CliFault } from './cli-fault.ts';
import { isObject } from './event-input.ts';
import { readJson } from './files.ts';

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isTextOrNull: Test = (value) => value === null || isText(value);

/** Every key that may be there, what it must be, and the test for it. */
const KEYS: Readonly<Record<string, readonly [string, Test]>> = {
  user: ['text', isText],
  kind: [IDENTITY_KIND.values.join(', '), (value) => IDENTITY_KIND.values.some((kind) => kind === value)],
  groups: ['a list of texts', (value) => Array.isArray(value) && value.every(isText)],
  email: ['text', isTextOrNull],
  mfa: ['true or false', (value) => typeof value === 'boolean'],
  claims: ['an object of texts', (value) => isObject(value) && Object.values(value).every(isText)],
  on_behalf_of: ['text', isTextOrNull],
};

export async function readIdentity(path: string): Promise<Identity> {
  const value = readJson(path);
  const fault = (problem: string): CliFault => new CliFault(`\`${path}\` is not an identity: ${problem}`);
  if (!isObject(value)) throw fault('it must be a JSON object such as { "user": "ana", "groups": ["nurses"] }');
  for (const [key, held] of Object.entries(value)) {
    const known = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (known === undefined) throw fault(`unknown key \`${key}\`; ${await suggestion(key)}`);
    if (!known[1](held)) throw fault(`\`${key}\` must be ${known[0]}`);
  }
  if (value['user'] === undefined) throw fault('`user` is missing');
  const { on_behalf_of: onBehalfOf = null, ...rest } = value;
  const defaults: Omit<Identity, 'user' | 'onBehalfOf'> = {
    kind: 'person',
    groups: [],
    email: null,
    mfa: false,
    claims: {},
  };
  // Every key has passed its test above.
  return {
    ...defaults,
    ...(rest as Partial<Identity> & Pick<Identity, 'user'>),
    onBehalfOf: onBehalfOf as string | null,
  };
}

async function suggestion(key: string): Promise<string> {
  const { didYouMean } = await import('../../lang/diagnostics/did-you-mean.ts');
  return didYouMean(key, Object.keys(KEYS)) ?? `known keys are ${Object.keys(KEYS).join(', ')}`;
}
