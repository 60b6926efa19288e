import { receiveBatch } from '#domain/registrations/server/checkin/gestures/commands.ts';
import type { RequestHandler } from './$types';

const STATUS = { gone: 410, early: 425, 'too-many': 429 } as const;

export const POST: RequestHandler = async ({ locals: { db }, params, request }) => {
  const input: unknown = await request.json().catch(() => null);
  const outcome = await receiveBatch(db, params.jeton, input, new Date());
  return outcome.ok
    ? Response.json(outcome.answer, { headers: { 'cache-control': 'no-store' } })
    : Response.json({ reason: outcome.reason }, { status: STATUS[outcome.reason] });
};
