import { answerWave } from '#domain/network/server/waves/answering/commands.ts';
import { getAnswering } from '#domain/network/server/waves/answering/queries.ts';
import { readLines } from '../reading.ts';
import type { RequestHandler } from './$types';

/** One line, kept as soon as it is chosen: what the page does by itself where there is JavaScript. */
export const POST: RequestHandler = async ({ locals: { db, actor }, params, request }) => {
  const answers = readLines(await request.formData());
  const now = new Date();
  const done = await answerWave(db, actor, { token: params.jeton }, { answers }, now);
  const headers = { 'cache-control': 'no-store' };
  if (!done.ok) return Response.json({ kept: false }, { status: 409, headers });
  const { lines } = await getAnswering(db, params.jeton, now);
  return Response.json(
    {
      kept: true,
      replaced: done.replaced.length > 0,
      said: lines.filter(({ kept }) => kept !== null).length,
      of: lines.length
    },
    { headers }
  );
};
