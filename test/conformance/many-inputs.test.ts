// The OPA surface under the npm SDK, on inputs by the thousand. `HPOL_INPUTS=1000000` is the long form; `npm run fuzz -- inputs` as well.
import { expect, test } from 'vitest';
import { INPUTS_A_RUN, tryManyInputs } from './many-inputs.ts';

const INPUTS = Number(process.env['HPOL_INPUTS'] ?? 20_000);

test(
  `${INPUTS} random inputs: the surfaces say what the reference says, and memory stays`,
  { timeout: 3_600_000 },
  async () => {
    const tryAll = async (): Promise<void> => {
      for (let seed = 0; seed * INPUTS_A_RUN < INPUTS; seed++) await tryManyInputs(seed);
    };
    await expect(tryAll()).resolves.toBeUndefined();
  },
);
