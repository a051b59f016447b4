// Chooses the account that PostgreSQL runs as. PostgreSQL refuses to run as root, and initdb refuses an
// account that the system does not list, so root lends it one that is listed and owns nothing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The account `nobody` or, where there is none, the first one that is not root, from the text of /etc/passwd. */
export function accountFrom(passwd: string): Account | null {
  const accounts = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && Number.isInteger(gid) && uid > 0);
  const found = accounts.find(({ name }) => name === 'nobody') ?? accounts[0];
  return found ? { uid: found.uid, gid: found.gid } : null;
}

/** The account to lend; null when this process is not root and can run PostgreSQL itself. */
export function lentAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const account = accountFrom(readFileSync('/etc/passwd', 'utf8'));
  if (!account) throw new Error('PostgreSQL does not run as root, and /etc/passwd lists no other account to run it as');
  return account;
}

/** Whether the account may enter the folder, every folder above it included. */
export function canEnter(account: Account, folder: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
  );
}
