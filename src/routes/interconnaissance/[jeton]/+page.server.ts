import { fail, redirect } from '@sveltejs/kit';
import { answerWave, repeatLastAnswers } from '#domain/network/server/waves/answering/commands.ts';
import { getAnswering } from '#domain/network/server/waves/answering/queries.ts';
import { LINES_A_PAGE, readLines, readPage } from './reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const answering = await getAnswering(db, params.jeton, new Date());
  const { lines, finishedAt } = answering;
  const at = readPage(url.searchParams.get('page'), lines, finishedAt !== null);
  return {
    answering,
    token: params.jeton,
    at,
    pages: Math.ceil(lines.length / LINES_A_PAGE),
    shown: at === null ? [] : lines.slice((at - 1) * LINES_A_PAGE, at * LINES_A_PAGE),
    thanked: url.searchParams.has('merci'),
    repeated: Number(url.searchParams.get('repris')) || 0
  };
};

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const form = await request.formData();
    const answers = readLines(form);
    const done = await answerWave(db, actor, { token: params.jeton }, { answers }, new Date());
    if (!done.ok) return fail(409, { late: true });
    const { replaced, left } = done;
    // Somebody else of the structure was answering: said before going on.
    if (replaced.length + left.length > 0) return { replaced, left };
    const next = Number(form.get('page')) + 1;
    const last = Math.ceil((await countLines(db, params.jeton)) / LINES_A_PAGE);
    redirect(303, next > last ? '?page=fin' : `?page=${next}`);
  },

  'comme-la-derniere-fois': async ({ locals: { db, actor }, params }) => {
    const done = await repeatLastAnswers(db, actor, { token: params.jeton }, new Date());
    if (!done.ok) return fail(409, { late: true });
    redirect(303, `?page=fin&repris=${done.written}`);
  },

  terminer: async ({ locals: { db, actor }, params }) => {
    const key = { token: params.jeton };
    const done = await answerWave(db, actor, key, { answers: [], finished: true }, new Date());
    if (done.ok) redirect(303, '?page=fin&merci');
    return fail(409, done.reason === 'empty' ? { empty: true } : { late: true });
  }
};

async function countLines(db: App.Locals['db'], token: string): Promise<number> {
  return (await getAnswering(db, token, new Date())).lines.length;
}
