import pino from 'pino';
import { currentTrace } from './trace.ts';

/**
 * What the operator's tools read: one JSON line per event on stderr, with the number of its request, without personal
 * data, address of a page or parameter of a query.
 */
export const log = pino(
  {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const trace = currentTrace();
      return trace ? { requestId: trace.id } : {};
    },
    serializers: { err: describeError },
    // Whatever line is written: what was forgotten above is caught here.
    hooks: { streamWrite: withoutSecrets }
  },
  pino.destination({ dest: 2, sync: true })
);

/** What may be written of an error: where it happened and of which kind, never what somebody typed. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly [detail: string]: unknown;
}

/** What errors of PostgreSQL, of the file system and of the network say of themselves that names nobody. */
const DETAILS = ['code', 'syscall', 'severity', 'schema', 'table', 'column', 'constraint'] as const;
const DEEPEST_CAUSE = 3;

/**
 * An error without the values it quotes: PostgreSQL, JSON and address errors repeat what they were given, in their
 * message and in properties (`detail`, `where`, `input`…), and the first line of a stack repeats the message.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: withoutQuotes(String(error)), stack: '' };
  const known = error as unknown as Record<string, unknown>;
  const details = DETAILS.flatMap((name) =>
    known[name] === undefined ? [] : [[name, known[name]] as const]
  );
  return {
    type: error.name,
    message: withoutQuotes(error.message),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...Object.fromEntries(details),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE
      ? { cause: describeError(error.cause, depth + 1) }
      : {})
  };
}

/** A sentence without what it quotes. */
export function withoutQuotes(text: string): string {
  return text.replaceAll(/"[^"]*("|$)|«[^»]*(»|$)|\\u201c.*?\\u201d/gsu, '…');
}

const EMAIL = /[\p{L}\d.!#$%&*+/=?^_`{|}~-]+@[\p{L}\d-]+(\.[\p{L}\d-]+)+/gu;
const LONG = /[\w-]{30,}/g;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A line without e-mail address, nor anything as long as the token of a link. */
export function withoutSecrets(line: string): string {
  return line
    .replaceAll(EMAIL, '…')
    .replaceAll(LONG, (word) => (/\d/.test(word) && !UUID.test(word) ? '…' : word));
}
