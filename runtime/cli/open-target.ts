// One configured target as the gateway uses it: credential resolved for each connection, catalog kept fresh.
import type { PolicydConfig, TargetConfig } from '../config/config.ts';
import { catalogFingerprint, loadCatalog } from '../postgres/analysis/load-catalog.ts';
import { TargetCatalog } from '../postgres/catalog/catalog-provider.ts';
import { connectTargetClient } from '../postgres/catalog/connect-target-client.ts';
import type { Target, TargetCredential } from '../postgres/gateway/services.ts';
import { storeCatalog } from '../recording/store-catalog.ts';
import { resolveSecret } from '../vault/resolve-secret.ts';
import { readText } from './open-config.ts';

export interface TargetOptions {
  readonly config: PolicydConfig;
  readonly log: (line: string) => void;
}

export interface OpenTarget extends Target {
  /** Ends what keeps the catalog fresh. */
  close(): void;
}

export function openTarget(target: TargetConfig, { config, log }: TargetOptions): OpenTarget {
  const { name, host, port, database, labels } = target;
  const ca = target.tls.ca === null ? null : readText(target.tls.ca, `the ca of target ${name}`);
  const tls = { mode: target.tls.mode, ca };
  const resolveCredential = (): TargetCredential => ({
    user: target.user,
    password: resolveSecret(target.passwordReference, config.folder),
  });
  const catalog = new TargetCatalog({
    target: name,
    load: async (known) => {
      const client = await connectTargetClient({ host, port, database, tls }, resolveCredential());
      try {
        const fingerprint = await catalogFingerprint(client);
        return fingerprint === known ? null : { snapshot: await loadCatalog(client), fingerprint };
      } finally {
        await client.end();
      }
    },
    store: (snapshot) => storeCatalog(config.recordings, snapshot),
    report: (message) => log(`the catalog of target ${name} cannot be read: ${message}`),
  });
  return {
    name,
    labels,
    host,
    port,
    database,
    tls,
    catalog,
    close: catalog.keepFresh(),
    credential: async () => resolveCredential(),
  };
}
