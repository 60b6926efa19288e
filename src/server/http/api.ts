import { hash } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { DomainError, Invalid, type Issue } from '#shared/errors.ts';

/** What an endpoint of the open API promises: read by the endpoint, by OpenAPI and by the tests. */
export interface Contract<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  R extends z.ZodType = z.ZodType
> {
  operation: string;
  /** With OpenAPI's braces: `/api/v1/communes/{code}/structures`. */
  path: string;
  summary: string;
  description: string;
  params: P;
  /** Strict: a parameter that is not there is refused. */
  query: Q;
  response: R;
  contentType: string;
  /** A call that answers on the demonstration data. */
  example: string;
}

/** Fills what most contracts share. */
export function contract<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(
  given: Omit<Contract<P, Q, R>, 'contentType' | 'params' | 'query'> & {
    params?: P;
    query?: Q;
    contentType?: string;
  }
): Contract<P, Q, R> {
  return {
    contentType: 'application/json',
    ...given,
    params: given.params ?? (z.strictObject({}) as unknown as P),
    query: given.query ?? (z.strictObject({}) as unknown as Q)
  };
}

/** `page` and `per_page`, as every list of the API takes them. */
export const paging = {
  page: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(1)
    .meta({ description: 'Numéro de page, à partir de 1' }),
  per_page: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .meta({ description: 'Éléments par page, 100 au plus' })
};

/** A body that is written already, as text or bytes, is sent as it is. */
type Handler<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType> = (input: {
  params: z.output<P>;
  query: z.output<Q>;
  event: RequestEvent;
}) => Promise<z.input<R> | Buffer<ArrayBuffer>>;

/**
 * The GET handler of a contract: checks parameters, answers with an ETag, turns refusals into
 * `application/problem+json` (RFC 9457).
 */
export function answer<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(
  promise: Contract<P, Q, R>,
  handler: Handler<P, Q, R>
): (event: RequestEvent) => Promise<Response> {
  return async (event) => {
    try {
      const params = check(promise.params, event.params, 'chemin');
      const query = check(promise.query, queryOf(event.url), 'paramètre');
      const body = await handler({ params, query, event });
      const ready = typeof body === 'string' || Buffer.isBuffer(body);
      return respond(event.request, promise.contentType, ready ? body : JSON.stringify(body));
    } catch (error) {
      if (error instanceof DomainError) return problem(error, event.url);
      throw error;
    }
  };
}

function queryOf(url: URL): Record<string, string> {
  const entries = [...url.searchParams].filter(([, value]) => value !== '');
  const repeated = entries.find(
    ([name], i) => entries.findIndex(([other]) => other === name) !== i
  );
  if (repeated) throw new Invalid([{ path: repeated[0], message: 'paramètre répété' }]);
  return Object.fromEntries(entries);
}

function check<S extends z.ZodObject>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Invalid(result.error.issues.flatMap((issue) => asIssues(issue, what)));
}

function asIssues(issue: z.core.$ZodIssue, what: string): Issue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: key, message: `${what} inconnu` }));
  }
  return [{ path: issue.path.join('.'), message: issue.message }];
}

/** A body with its ETag; 304 without body when the client already has it. */
export function respond(
  request: Request,
  contentType: string,
  content: string | Buffer<ArrayBuffer>
): Response {
  // Encoded once, for the hash and for the answer.
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  const etag = `"${hash('sha1', body, 'base64url')}"`;
  const headers = {
    etag,
    'cache-control': 'public, max-age=0, must-revalidate',
    'access-control-allow-origin': '*'
  };
  const known = request.headers
    .get('if-none-match')
    ?.split(/,\s*/)
    .map((tag) => tag.replace(/^W\//, ''));
  if (known?.includes(etag) || known?.includes('*'))
    return new Response(null, { status: 304, headers });
  return new Response(sentOnce(body), {
    headers: { ...headers, 'content-type': withCharset(contentType) }
  });
}

/** Given bytes, a Response copies them first; a stream hands them over as they are. */
function sentOnce(body: Buffer<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      if (body.length > 0) controller.enqueue(body);
      controller.close();
    }
  });
}

function withCharset(contentType: string): string {
  return contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType;
}

const TITLES: Record<number, string> = {
  400: 'Requête refusée',
  403: 'Accès refusé',
  404: 'Introuvable'
};

function problem(error: DomainError, url: URL): Response {
  const body = {
    type: 'about:blank',
    title: TITLES[error.status] ?? 'Erreur',
    status: error.status,
    detail: error.message,
    instance: url.pathname,
    ...(error instanceof Invalid ? { errors: error.issues } : {})
  };
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers: { 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' }
  });
}
