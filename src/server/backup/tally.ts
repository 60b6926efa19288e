import { hash } from 'node:crypto';
import type { Content } from './manifest.ts';

/**
 * Counts rows, and makes of them a mark that does not depend on their order: PostgreSQL promises none. Each row adds 128
 * bits of its SHA-256 to two sums; a row lost, changed, added or doubled gives another mark.
 */
export class Tally {
  #rows = 0;
  #high = 0n;
  #low = 0n;

  add(row: Buffer): void {
    const digest = hash('sha256', row, 'buffer');
    this.#rows++;
    this.#high = BigInt.asUintN(64, this.#high + digest.readBigUInt64BE(0));
    this.#low = BigInt.asUintN(64, this.#low + digest.readBigUInt64BE(8));
  }

  get content(): Content {
    const hex = (sum: bigint) => sum.toString(16).padStart(16, '0');
    return { rows: this.#rows, mark: hex(this.#high) + hex(this.#low) };
  }
}
