import type { Executor, Tx } from './connection.ts';

/** Runs `work` in a transaction: the caller's when there is one, else its own. */
export function inTransaction<T>(executor: Executor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return executor.isTransaction
    ? work(executor as Tx)
    : executor.transaction().execute((tx) => work(tx));
}
