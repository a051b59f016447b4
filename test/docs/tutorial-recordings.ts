// What a gateway with the tutorial's policy would have recorded: two people, and a few statements of each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareAnalysis } from '../../runtime/postgres/analysis/analyze-query.ts';
import { catalogFromDdl } from '../../runtime/postgres/analysis/ddl-catalog.ts';
import { openPolicy } from '../replay/policy-under-test.ts';
import { person, recordSession } from '../replay/testing-recording.ts';
import type { TutorialFolder } from './tutorial-folder.ts';

const SESSIONS = [
  {
    sessionId: 'mia-monday',
    identity: person('mia', ['managers']),
    statements: [
      'SELECT city, count(*) FROM hr.employees GROUP BY city',
      'SELECT tax_id FROM hr.employees LIMIT 10',
      'SELECT tax_id FROM hr.employees',
    ],
  },
  {
    sessionId: 'bo-monday',
    identity: person('bo', ['people-team']),
    statements: ['SELECT email FROM hr.employees WHERE id = 7 LIMIT 1'],
  },
];

/** Compiles the policy as it is now and records under it into `recordings/`. */
export async function recordSessions(folder: TutorialFolder): Promise<void> {
  const printed = folder.run('policyc build policy.hpol -o .recorded.bundle.tar.gz');
  if (printed !== '.recorded.bundle.tar.gz\n') throw new Error(printed);
  const policy = await openPolicy(readFileSync(join(folder.path, '.recorded.bundle.tar.gz')));
  await prepareAnalysis();
  const { value: catalog } = catalogFromDdl([{ file: 'schema.sql', text: folder.read('schema.sql') }]);
  if (catalog === null) throw new Error('the schema of the tutorial cannot be read');
  for (const session of SESSIONS) {
    recordSession({ ...session, policy, catalog, folder: join(folder.path, 'recordings') });
  }
}
