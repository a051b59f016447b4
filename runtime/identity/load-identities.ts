// Reads identities.yaml: everything that is wrong with it, or the directory that it describes.
import { nearest } from '../config/nearest.ts';
import type { ConfigProblem } from '../config/problem.ts';
import { validate } from '../config/validate.ts';
import { readYaml, type YamlDocument } from '../config/yaml-document.ts';
import { IdentityDirectory } from './identity-directory.ts';
import { IDENTITIES_SCHEMA, type IdentityEntry } from './identity-entry.ts';

export interface LoadedIdentities {
  /** Null when there is any problem: half a directory is none. */
  readonly value: IdentityDirectory | null;
  readonly problems: readonly ConfigProblem[];
}

/** `file` is the name that problems carry. */
export function loadIdentities(text: string, file = 'identities.yaml'): LoadedIdentities {
  const document = readYaml(file, text);
  const malformed = document.problems.length > 0 ? document.problems : validate(IDENTITIES_SCHEMA, document, file);
  if (malformed.length > 0) return { value: null, problems: malformed };
  const entries = document.value as readonly IdentityEntry[];
  const problems = entries.flatMap((entry, index) => checkEntry(entry, index, entries).map(at(document, index, file)));
  return { value: problems.length > 0 ? null : new IdentityDirectory(entries), problems };
}

interface Finding {
  readonly key: string;
  readonly message: string;
  readonly help: string | null;
}

const at =
  (document: YamlDocument, index: number, file: string) =>
  (finding: Finding): ConfigProblem => ({
    code: 'HPOL6005',
    file,
    line: document.lineOf([index, finding.key]),
    path: `${index}.${finding.key}`,
    message: finding.message,
    help: finding.help,
  });

/** What a schema cannot say: one way to sign in, unique names, an agent acts for a person who is here. */
function checkEntry(entry: IdentityEntry, index: number, entries: readonly IdentityEntry[]): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (key: string, message: string, help: string | null = null): number =>
    findings.push({ key, message, help });
  if (entries.findIndex((other) => other.user === entry.user) !== index)
    add('user', `the user ${entry.user} is here twice`);
  if ((entry.ticket_sha256 === undefined) === (entry.scram === undefined)) {
    add(
      'user',
      `${entry.user} needs exactly one of ticket_sha256 and scram to sign in`,
      'run `policyd ticket new` for a ticket and its hash',
    );
  }
  const principal = entry.on_behalf_of;
  if (principal === undefined) return findings;
  if (entry.kind === 'person') add('on_behalf_of', 'only an agent or a service acts for somebody');
  const people = entries.filter((other) => other.kind === 'person').map((other) => other.user);
  if (!people.includes(principal)) {
    const close = nearest(principal, people);
    add('on_behalf_of', `${principal} is no person in this file`, close === null ? null : `did you mean \`${close}\`?`);
  }
  return findings;
}
