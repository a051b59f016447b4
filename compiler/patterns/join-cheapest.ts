// Makes few of many: joins things, two at a time, always those whose union costs least more than they do apart.

export interface Costed {
  readonly cost: number;
}

export interface Joining<T> {
  readonly join: (left: T, right: T) => T;
  /** What the union would cost; asked far more often than it is made. */
  readonly jointCost: (left: T, right: T) => number;
}

interface Entry<T> {
  item: T;
  /** The entry before this one with which it is joined most cheaply. */
  partner: Entry<T> | null;
  extra: number;
}

export function joinCheapest<T extends Costed>(
  items: readonly T[],
  limit: number,
  { join, jointCost }: Joining<T>,
): readonly T[] {
  const entries: Entry<T>[] = items.map((item) => ({ item, partner: null, extra: Infinity }));
  const offer = (entry: Entry<T>, other: Entry<T>): void => {
    const extra = jointCost(entry.item, other.item) - entry.item.cost - other.item.cost;
    if (extra >= entry.extra) return;
    entry.partner = other;
    entry.extra = extra;
  };
  const findPartner = (entry: Entry<T>, index: number): void => {
    entry.partner = null;
    entry.extra = Infinity;
    for (let other = 0; other < index; other += 1) {
      const earlier = entries[other];
      if (earlier) offer(entry, earlier);
    }
  };
  if (entries.length > limit) for (const [index, entry] of entries.entries()) findPartner(entry, index);
  while (entries.length > limit) {
    const cheapest = entries.reduce((best, entry) => (entry.extra < best.extra ? entry : best));
    const changed = cheapest.partner;
    if (!changed) break;
    changed.item = join(changed.item, cheapest.item);
    entries.splice(entries.indexOf(cheapest), 1);
    const at = entries.indexOf(changed);
    for (const [index, entry] of entries.entries()) {
      if (index === at || entry.partner === changed || entry.partner === cheapest) findPartner(entry, index);
      else if (index > at) offer(entry, changed);
    }
  }
  return entries.map(({ item }) => item);
}
