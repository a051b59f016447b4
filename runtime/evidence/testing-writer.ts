// For tests: a process of its own that records without end into the folder it is given and says on stdout which record was
// flushed last, until it is killed or cannot write.
import { writeSync } from 'node:fs';
import { openRecording } from '../recording/open-recording.ts';
import { sessionOpened, testKey } from './testing.ts';

const recorder = openRecording({ folder: process.argv[2] ?? '', sessionId: 'writer', signer: testKey().signer });
recorder.append(sessionOpened('writer'));
try {
  for (let round = 0; ; round++) {
    const seq = recorder.append({
      kind: 'response',
      bytes: Buffer.alloc(1 + ((round * 977) % 3000), round).toString('base64'),
      repeats: [],
      results: [],
    });
    recorder.flush();
    writeSync(1, `${seq}\n`);
  }
} catch (error) {
  writeSync(2, `${String(error)}\n`);
  try {
    recorder.flush();
  } catch (again) {
    writeSync(2, `then ${String(again)}\n`);
  }
}
