/** away: it does not answer. full: it has no room left to write. read-only: it only reads, as a replica does. */
export type Outage = 'away' | 'full' | 'read-only';

const CONNECTION = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']
]);
/** PostgreSQL, appendix A: it is stopping, has crashed, is starting, or has no connection left. */
const AWAY = new Set(['57P01', '57P02', '57P03', '53300']);
const CLASS_CONNECTION = '08';
const FULL = '53100';
const READ_ONLY = '25006';
/** What `pg` says without a code. */
const CUT = /^Connection terminated|^timeout exceeded when trying to connect|not queryable/;

/**
 * Why the database could not do what was asked, when that is for a time and nobody's fault; null for any other error.
 * An error that another one carries (`cause`) is looked at too.
 */
export function outageOf(error: unknown): Outage | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code, syscall } = at as NodeJS.ErrnoException;
    if (code === FULL) return 'full';
    if (code === READ_ONLY) return 'read-only';
    if (code !== undefined && (AWAY.has(code) || isOfClass(code, CLASS_CONNECTION))) return 'away';
    // A file that is missing has the same code as a socket that is.
    if (code !== undefined && CONNECTION.has(code) && syscall !== 'open') return 'away';
    if (CUT.test(at.message)) return 'away';
  }
  return null;
}

function isOfClass(code: string, start: string): boolean {
  return code.length === 5 && code.startsWith(start);
}
