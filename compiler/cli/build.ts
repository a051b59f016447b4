// `policyc build`: the module and its bundle.
import type { AddCommand } from './add-command.ts';
import { buildModule, loadProgram } from './compile-policy.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { writeWhole } from './files.ts';
import { folderLoader, onePolicy } from './policy-files.ts';

interface BuildOptions {
  readonly output?: string;
  readonly wasm?: string;
  readonly simd: boolean;
}

export const addBuild: AddCommand = (program, finish) => {
  program
    .command('build')
    .description('compile a policy to its module, inside a bundle that policyd and OPA load')
    .argument('<path>', 'a policy file, or a folder with one policy')
    .option('-o, --output <file>', 'where to write the bundle (default: NAME.bundle.tar.gz)')
    .option('--wasm <file>', 'write the module alone as well')
    .option('--no-simd', 'use no vector instructions, for hosts that lack them, such as OPA’s Java SDK')
    .action(async (path: string, options: BuildOptions) => finish(await build(path, options)));
};

async function build(path: string, options: BuildOptions): Promise<ExitCode> {
  const policy = onePolicy(path);
  const program = await loadProgram(policy, folderLoader(policy.root));
  if (program === null) return EXIT.no;
  const built = await buildModule(program, { simd: options.simd });
  if (built === null) return EXIT.no;
  const { wasm, bundle } = built;
  const output = options.output ?? `${program.name}.bundle.tar.gz`;
  writeWhole(output, bundle);
  console.log(output);
  if (options.wasm !== undefined) {
    writeWhole(options.wasm, wasm);
    console.log(options.wasm);
  }
  return EXIT.success;
}
