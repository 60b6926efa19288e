import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Environment } from '#server/env.ts';
import { log } from '#server/log.ts';
import { traced, type Trace } from '#server/trace.ts';
import { countRequest } from './metrics.ts';

/**
 * One line a request, once it is answered or cut: its number, its method, the pattern of its address, its status, its
 * time. Neither address, nor query, nor who asked. Files of the pages have theirs only when they fail.
 */
export function noteRequest(
  request: IncomingMessage,
  response: ServerResponse,
  trace: Trace,
  { logged }: Environment
): void {
  const began = performance.now();
  response.once('close', () => {
    const ms = Math.round(performance.now() - began);
    const status = response.statusCode;
    const method = request.method ?? '';
    countRequest(method, trace, status, ms / 1000);
    if (logged === 'errors' ? status < 500 : status < 400 && !trace.page) return;
    const cut = response.writableFinished ? {} : { cut: true };
    traced(trace, () => log.info({ method, route: trace.route, status, ms, ...cut }, 'request'));
  });
}
