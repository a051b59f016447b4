// `npm run tour`: the whole story on real components, unattended and readable. Eight parts; each shows what happens and claims what must
// hold. Exits 0 when everything held, 1 otherwise, and leaves nothing behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syntheticClinic } from '../../runtime/cli/quickstart/clinic.ts';
import { TestClinic } from '../kit/clinic.ts';
import { EVIDENCE_PARTS } from './evidence-parts.ts';
import { LIVE_PARTS } from './live-parts.ts';
import { say, TourFault } from './stage.ts';

async function play(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-tour-'));
  console.log('Starting PostgreSQL 18, a synthetic clinic, the policy and the gateway …');
  const clinic = await TestClinic.start({ clinic: syntheticClinic() });
  try {
    const { gateway, postgres, policy } = clinic.house;
    say(`PostgreSQL ${postgres.host}:${postgres.port}, gateway ${gateway.host}:${gateway.port}, policy ${policy}`);
    const parts = [...LIVE_PARTS, ...EVIDENCE_PARTS];
    for (const [index, part] of parts.entries()) {
      console.log(`\n${index + 1}. ${part.title}\n${'─'.repeat(part.title.length + 3)}`);
      await part.play({ clinic, folder });
    }
    console.log(`\nAll ${parts.length} parts held.`);
  } finally {
    await clinic.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await play();
} catch (error) {
  console.error(error instanceof TourFault ? `\n✗ ${error.message}` : error);
  process.exitCode = 1;
}
