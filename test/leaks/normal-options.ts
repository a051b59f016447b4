// What may be left out of the comparison for one world: ids of its own recordings, and nothing that merely looks like one.
import { readdirSync } from 'node:fs';
import { RECORDING_SUFFIX } from '../../runtime/recording/open-recording.ts';
import type { LeakWorld } from './leak-world.ts';
import type { NormalOptions } from './normal-form.ts';

/** Recordings are named by the day and the id of their session. */
export const normalOptions = ({ recordings }: Pick<LeakWorld, 'recordings'>): NormalOptions => ({
  isRecording: (id) => readdirSync(recordings).some((name) => name.endsWith(`-${id}${RECORDING_SUFFIX}`)),
});
