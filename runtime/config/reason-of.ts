// Why something outside failed, in words for an operator: those of the operating system, without a path that stands beside them anyway.
import { getSystemErrorMap } from 'node:util';

/** Where the operating system's own words say less than they could. */
const PLAINER: Readonly<Record<string, string>> = {
  EEXIST: 'a file stands where a folder should be',
  ENOTDIR: 'a file stands where a folder should be',
  EISDIR: 'it is a folder',
};

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, errno } = error as NodeJS.ErrnoException;
  return PLAINER[code ?? ''] ?? getSystemErrorMap().get(errno ?? 0)?.[1] ?? error.message;
}
