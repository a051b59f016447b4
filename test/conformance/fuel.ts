// A module that can be stopped at any point: each function and each turn of a loop takes one unit of fuel, and without
// fuel the module traps. It stands for hosts that interrupt a call, and for memory that cannot grow.
import binaryen from 'binaryen';

type Code = binaryen.ExpressionRef;

/** What the package's typings lack. */
interface Editing {
  readonly Function: { setBody(of: number, body: Code): void };
  readonly Block: { getNumChildren(of: Code): number; getChildAt(of: Code, index: number): Code };
  readonly If: { getIfTrue(of: Code): Code; getIfFalse(of: Code): Code };
  readonly Loop: { getBody(of: Code): Code; setBody(of: Code, body: Code): void };
}
const editing = binaryen as unknown as Editing;

const [BLOCK, IF, LOOP]: readonly number[] = [binaryen.BlockId, binaryen.IfId, binaryen.LoopId];

/** The same module with an exported global `fuel`, which starts full. */
export function withFuel(wasm: Uint8Array): Uint8Array<ArrayBuffer> {
  const module = binaryen.readBinary(wasm);
  module.setFeatures(binaryen.Features.All);
  // Afterwards no loop stands inside an expression.
  module.runPasses(['flatten']);
  const { i32, global } = module;
  module.addGlobal('fuel', binaryen.i32, true, i32.const(-1));
  module.addGlobalExport('fuel', 'fuel');
  const take = (): Code =>
    module.block(null, [
      module.if(i32.eqz(global.get('fuel', binaryen.i32)), module.unreachable()),
      global.set('fuel', i32.sub(global.get('fuel', binaryen.i32), i32.const(1))),
    ]);
  const behindTake = (body: Code): Code => module.block(null, [take(), body], binaryen.getExpressionType(body));
  const visit = (code: Code): void => {
    if (code === 0) return;
    const id: number = binaryen.getExpressionId(code);
    if (id === BLOCK) {
      const count = editing.Block.getNumChildren(code);
      for (let index = 0; index < count; index++) visit(editing.Block.getChildAt(code, index));
    } else if (id === IF) {
      visit(editing.If.getIfTrue(code));
      visit(editing.If.getIfFalse(code));
    } else if (id === LOOP) {
      visit(editing.Loop.getBody(code));
      editing.Loop.setBody(code, behindTake(editing.Loop.getBody(code)));
    }
  };
  const count = module.getNumFunctions();
  for (let index = 0; index < count; index++) {
    const made = module.getFunctionByIndex(index);
    const { body } = binaryen.getFunctionInfo(made);
    if (body === 0) continue;
    visit(body);
    editing.Function.setBody(made, behindTake(body));
  }
  if (module.validate() === 0) throw new Error('the module with fuel is not valid');
  const bytes = new Uint8Array(module.emitBinary());
  module.dispose();
  return bytes;
}
