// `policyc keygen`: a key pair for signing bundles.
import { Option } from 'commander';
import type { SignatureAlgorithm } from '../abi/jws.ts';
import type { AddCommand } from './add-command.ts';
import { EXIT } from './exit-code.ts';

const ALGORITHMS: readonly SignatureAlgorithm[] = ['EdDSA', 'ES256'];

interface KeygenOptions {
  readonly output: string;
  readonly alg: SignatureAlgorithm;
}

export const addKeygen: AddCommand = (program, finish) => {
  program
    .command('keygen')
    .description('make a key pair that signs bundles')
    .option('-o, --output <name>', 'writes NAME.pem, which only you can read, and NAME.pub.pem', 'bundle-key')
    .addOption(
      new Option('--alg <name>', 'EdDSA, or ES256, which OPA verifies too').choices(ALGORITHMS).default('EdDSA'),
    )
    .action(async ({ output, alg }: KeygenOptions) => {
      const { makeSigningKey } = await import('./signing-key.ts');
      const { privatePath, publicPath, keyId } = makeSigningKey(output, alg);
      console.log(`${privatePath}  sign with it: policyc build --sign ${privatePath}`);
      console.log(`${publicPath}  for policyd.yaml:`);
      console.log(`bundle:\n  keys:\n    ${keyId}: ${publicPath}`);
      finish(EXIT.success);
    });
};
