// Turns the answer to COPY … TO STDOUT into what is done to its rows. Copy data has no description: what every column is comes from the
// analysis alone, so a stream of another shape than that ends the session before a row is released.
import type { CopyShape } from '../wire/read-backend.ts';
import { SessionFault } from './session-fault.ts';
import type { SessionState } from './session-state.ts';
import type { StatementRun } from './session-types.ts';

export function planCopy(state: SessionState, run: StatementRun, shape: CopyShape): void {
  const { decision, enforcement, facts, engine } = run.decided;
  run.plan = 'pass';
  if (decision.masks.length === 0) return;
  const { outputs, copyOptions } = facts;
  if (facts.copiesTo !== 'stdout' || outputs === null || copyOptions === null) {
    throw new SessionFault('the target sent copy data that nobody asked for');
  }
  const isBinary = copyOptions.format === 'binary';
  const format = isBinary ? 1 : 0;
  const isExpected =
    shape.isBinary === isBinary &&
    shape.formats.length === outputs.length &&
    shape.formats.every((sent) => sent === format);
  if (!isExpected) {
    state.refreshCatalog();
    const came = `${shape.formats.length} columns in ${shape.isBinary ? 'binary' : 'text'} came`;
    throw new SessionFault(`the copy is not what was expected: ${outputs.length} columns were expected and ${came}`);
  }
  const fields = outputs.map(({ name, origin, typeOid }) => ({
    name,
    relationOid: origin?.relationOid ?? 0,
    attribute: origin?.attribute ?? 0,
    typeOid,
  }));
  const plan = state.services.inspect.plan({ enforcement, facts, fields, formats: [format] });
  if (plan.kind === 'mismatch') throw new SessionFault(`the copy is not what was expected: ${plan.message}`);
  if (plan.kind === 'mask') run.copy = engine.openCopy(plan.operations, copyOptions);
}
