// `policyc build`: the module and its bundle, tested, and signed where a key is given. Nothing is written before everything has gone well.
import { Option } from 'commander';
import type { Program } from '../../lang/program/program.ts';
import { PRINTABLE, type Printable } from '../ir/printable.ts';
import type { AddCommand } from './add-command.ts';
import { buildModule, loadProgram, printModule, type BuiltModule } from './compile-policy.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { writeWhole } from './files.ts';
import { folderLoader, onePolicy } from './policy-files.ts';
import type { BundleRelease } from '../abi/release.ts';

interface BuildOptions {
  readonly output?: string;
  readonly wasm?: string;
  readonly print?: Printable;
  readonly test: boolean;
  readonly sign?: string;
  readonly keyId?: string;
  readonly scope?: string;
  readonly notAfter?: string;
  readonly sequence?: string;
  readonly simd: boolean;
}

const EXAMPLES = `
Examples:
  policyc keygen -o release                                   release.pem and release.pub.pem
  policyc build clinical.hpol --sign release.pem --sequence 42 --not-after 90d

The tests inside the policy run first, and a failing one means no bundle. Equal sources and options give equal bytes; a time from now and a
signature with ES256 differ each time.`;

export const addBuild: AddCommand = (program, finish) => {
  program
    .command('build')
    .description('compile a policy to its module, inside a bundle that policyd and OPA load')
    .argument('<path>', 'a policy file, or a folder with one policy')
    .option('-o, --output <file>', 'where to write the bundle (default: NAME.bundle.tar.gz)')
    .option('--wasm <file>', 'write the module alone as well')
    .addOption(
      new Option(
        '--print <what>',
        'write nothing; print the intermediate code, how rules are found, or the generated WebAssembly',
      ).choices(PRINTABLE),
    )
    .option('--no-test', 'build without running the tests inside the policy')
    .option('--sign <key>', 'sign with this private key, PEM, Ed25519 or P-256')
    .option('--key-id <id>', 'name of the key in the signature (default: its fingerprint)')
    .option('--scope <text>', 'what the signature is for; policyd and OPA can demand one')
    .option('--not-after <time>', 'last day (2027-06-30), moment (2027-06-30T12:00Z) or time from now (90d) of use')
    .option('--sequence <number>', 'place in the order of releases; policyd never goes back to a lower one')
    .addHelpText('after', EXAMPLES)
    .option('--no-simd', 'use no vector instructions, for hosts that lack them, such as OPA’s Java SDK')
    .action(async (path: string, options: BuildOptions) => finish(await build(path, options)));
};

async function build(path: string, options: BuildOptions): Promise<ExitCode> {
  const { notAfterOf, sequenceOf } = await import('./release-options.ts');
  const notAfter = notAfterOf(options.notAfter, Date.now());
  const sequence = sequenceOf(options.sequence);
  const sign = await signerOf(options);
  const policy = onePolicy(path);
  const load = folderLoader(policy.root);
  const program = await loadProgram(policy, load);
  if (program !== null && options.print !== undefined) return print(program, options.print);
  const built = program === null ? null : await buildModule(program, { simd: options.simd });
  if (program === null || built === null) return EXIT.no;
  const tests = options.test ? await (await import('./build-tests.ts')).recordTests(program, built.bundle, load) : null;
  if (options.test && tests === null) return EXIT.no;
  const bundle = await sign(built, { format: 1, notAfter, sequence, tests });
  const output = options.output ?? `${program.name}.bundle.tar.gz`;
  writeWhole(output, bundle);
  console.log(output);
  if (options.wasm !== undefined) {
    writeWhole(options.wasm, built.wasm);
    console.log(options.wasm);
  }
  return EXIT.success;
}

async function print(program: Program, what: Printable): Promise<ExitCode> {
  const text = await printModule(program, what);
  if (text === null) return EXIT.no;
  process.stdout.write(text);
  return EXIT.success;
}

type Sign = (built: BuiltModule, release: BundleRelease) => Promise<Uint8Array>;

/** Reads the key before anything is built, so that a wrong one is told at once. */
async function signerOf({ sign, keyId, scope }: BuildOptions): Promise<Sign> {
  const { CliFault } = await import('./cli-fault.ts');
  if (sign === undefined) {
    if (keyId !== undefined || scope !== undefined)
      throw new CliFault('--key-id and --scope belong to a signature; name a key with --sign KEY');
    return async (built, release) => (await import('../bundle/write-bundle.ts')).writeBundle(built, release);
  }
  const { loadBundleSigner } = await import('./signing-key.ts');
  const signer = loadBundleSigner(sign, {
    ...(keyId === undefined ? {} : { keyId }),
    ...(scope === undefined ? {} : { scope }),
  });
  return async (built, release) =>
    (await import('../bundle/write-bundle.ts')).writeSignedBundle(built, release, signer);
}
