// Keeps one target's catalog at hand and fresh. Statements are analysed against it, so an unknown catalog is a fault, never an empty one.
import type { CatalogSnapshot } from '../analysis/catalog.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { CatalogProvider, CatalogView } from '../gateway/services.ts';

/** Thrown while a target's catalog was never read: nothing can be decided about its statements. */
export class CatalogFault extends Error {
  override readonly name = 'CatalogFault';
}

export interface CatalogSource {
  readonly target: string;
  load(): Promise<CatalogSnapshot>;
  /** Keeps the snapshot beside the recordings; gives its digest. */
  store(snapshot: CatalogSnapshot): string;
  /** A refresh that nobody waits for has failed. */
  report(message: string): void;
  now?(): number;
}

/** How old a catalog may be before it is read again. */
const FRESH_MS = 60_000;

export class TargetCatalog implements CatalogProvider {
  readonly #source: CatalogSource;
  #view: CatalogView | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  constructor(source: CatalogSource) {
    this.#source = source;
  }

  /** The same value until the catalog changes. An old one is read again in the background. */
  current(): CatalogView {
    if (this.#view === null) throw new CatalogFault(`the catalog of target ${this.#source.target} is not known`);
    if (!this.#isFresh()) {
      this.refresh().catch((error: unknown) =>
        this.#source.report(error instanceof Error ? error.message : String(error)),
      );
    }
    return this.#view;
  }

  /** Waits for a fresh catalog. Rejects when the target cannot be asked. */
  async ensureFresh(): Promise<void> {
    if (!this.#isFresh()) await this.refresh();
  }

  /** Reads the catalog again; callers at the same time share one reading. */
  refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  #isFresh(): boolean {
    return this.#now() - this.#readAt < FRESH_MS;
  }

  async #read(): Promise<void> {
    const startedAt = this.#now();
    // A target that is down is not asked again at every statement; `refresh` itself always asks.
    if (this.#view !== null) this.#readAt = startedAt;
    const snapshot = await this.#source.load();
    const digest = this.#source.store(snapshot);
    // An unchanged catalog stays the same value, so that everything cached for it stays.
    if (digest !== this.#view?.digest) this.#view = { catalog: indexCatalog(snapshot), digest };
    this.#readAt = startedAt;
  }

  #now(): number {
    return this.#source.now?.() ?? Date.now();
  }
}
