// Makes property tests repeatable: the same seed each run, so that a green run stays green until something changes. HPOL_SEED
// takes another one; `HPOL_SEED=random` explores.
import { configureGlobal } from 'fast-check';

const DEFAULT_SEED = 20_261_123;
const wanted = process.env['HPOL_SEED'];

if (wanted !== 'random') configureGlobal({ seed: wanted === undefined ? DEFAULT_SEED : Number(wanted) });
