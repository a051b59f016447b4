// Keeps one target's catalog at hand and fresh. Statements are analysed against it, so an unknown catalog is a fault, never an empty one.
import type { CatalogSnapshot } from '../analysis/catalog.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { CatalogProvider, CatalogView } from '../gateway/services.ts';

/** Thrown while a target's catalog was never read: nothing can be decided about its statements. */
export class CatalogFault extends Error {
  override readonly name = 'CatalogFault';
}

export interface ReadCatalog {
  readonly snapshot: CatalogSnapshot;
  /** Taken before the reading, so that a change in between shows at the next one. */
  readonly fingerprint: string;
}

export interface CatalogSource {
  readonly target: string;
  /** Reads the catalog; null when the fingerprint, that of the reading before, says that it is the same. */
  load(fingerprint: string | null): Promise<ReadCatalog | null>;
  /** Keeps the snapshot beside the recordings; gives its digest. */
  store(snapshot: CatalogSnapshot): string;
  /** A refresh that nobody waits for has failed. */
  report(message: string): void;
  now?(): number;
}

/** How old a catalog may be before it is read again, or found to be unchanged, which costs little. */
const FRESH_MS = 10_000;
/** A catalog that takes long to read is read again after this many times as long, so that reading it stays a small part of the time … */
const READING_SHARE = 10;
/** … but after this at the latest. */
const MOST_FRESH_MS = 60_000;
/** Behind this age it is no longer believed: views may mean something else by now. */
const BELIEVED_MS = 300_000;

export class TargetCatalog implements CatalogProvider {
  readonly #source: CatalogSource;
  #view: CatalogView | null = null;
  #fingerprint: string | null = null;
  /** When the last successful reading began, and the last attempt. */
  #readAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #freshMs = FRESH_MS;
  #reading: Promise<void> | null = null;
  /** The reading that follows the one under way. */
  #following: Promise<void> | null = null;

  constructor(source: CatalogSource) {
    this.#source = source;
  }

  /** The same value until the catalog changes. An old one is read again in the background; one that is too old is a CatalogFault. */
  current(): CatalogView {
    if (this.#view === null) throw new CatalogFault(`the catalog of target ${this.#source.target} is not known`);
    this.#refreshInBackground();
    if (this.#now() - this.#readAt >= BELIEVED_MS) {
      throw new CatalogFault(`the catalog of target ${this.#source.target} is too old to be believed`);
    }
    return this.#view;
  }

  /** Waits for a fresh catalog. Rejects when the target cannot be asked. */
  async ensureFresh(): Promise<void> {
    if (this.#now() - this.#readAt >= this.#freshMs) await (this.#reading ?? this.refresh());
  }

  /**
   * Reads the catalog as it is from now on. A reading that is under way may have looked before what the caller knows of came about, so
   * another one follows it; callers who wait for that share it.
   */
  refresh(): Promise<void> {
    if (this.#reading === null) return this.#begin();
    this.#following ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#following = null;
        return this.#begin();
      });
    return this.#following;
  }

  #begin(): Promise<void> {
    this.#reading = this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Reads a catalog that was read before again and again, so that sessions that were idle for long find it fresh. Gives what ends that. */
  keepFresh(): () => void {
    const timer = setInterval(() => {
      if (this.#view !== null) this.#refreshInBackground();
    }, FRESH_MS / 2).unref();
    return () => clearInterval(timer);
  }

  /** A target that is down is not asked again at every statement. */
  #refreshInBackground(): void {
    if (this.#reading !== null || this.#now() - Math.max(this.#readAt, this.#triedAt) < this.#freshMs) return;
    this.refresh().catch((error: unknown) =>
      this.#source.report(error instanceof Error ? error.message : String(error)),
    );
  }

  async #read(): Promise<void> {
    const startedAt = this.#now();
    this.#triedAt = startedAt;
    const read = await this.#source.load(this.#view === null ? null : this.#fingerprint);
    // An unchanged catalog stays the same value, so that everything cached for it stays.
    if (read !== null) {
      const digest = this.#source.store(read.snapshot);
      if (digest !== this.#view?.digest) this.#view = { catalog: indexCatalog(read.snapshot), digest };
      this.#fingerprint = read.fingerprint;
      this.#freshMs = Math.min(Math.max((this.#now() - startedAt) * READING_SHARE, FRESH_MS), MOST_FRESH_MS);
    }
    this.#readAt = startedAt;
  }

  #now(): number {
    return this.#source.now?.() ?? Date.now();
  }
}
