// Looks for another policy again and again, and keeps loads from overlapping.

/** Runs what it is given one after the other. */
export function serial(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}

interface Poll {
  /** Whether another policy was found and is in force now. */
  readonly load: () => Promise<boolean>;
  readonly stopped: AbortSignal;
  readonly log: (line: string) => void;
}

/** Each look starts when the one before is over. A failure is logged once, not with every look. Null: no looking. */
export function poll(everyMs: number | null, { load, stopped, log }: Poll): void {
  if (everyMs === null) return;
  let told = '';
  const look = async (): Promise<void> => {
    try {
      const isNew = await load();
      if (isNew) log('another policy was found and is in force');
      else if (told !== '') log('the policy can be read again, and is the one in force');
      told = '';
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== told && !stopped.aborted) log(`the policy in force stays: ${why}`);
      told = why;
    }
    if (!stopped.aborted) next();
  };
  const next = (): void => {
    const timer = setTimeout(() => {
      stopped.removeEventListener('abort', clear);
      void look();
    }, everyMs).unref();
    const clear = (): void => clearTimeout(timer);
    stopped.addEventListener('abort', clear, { once: true });
  };
  next();
}
