import { redirect } from '@sveltejs/kit';
import { applySheetImport } from '#domain/plans/server/importing/applying/commands.ts';
import { decideRest, dropSheetImport } from '#domain/plans/server/importing/commands.ts';
import { getSheetImport } from '#domain/plans/server/importing/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { log } from '#server/log.ts';
import { NotFound } from '#shared/errors.ts';
import { atMost } from '../../../../import/waiting.ts';
import { refusal, refuse } from './refusal.ts';
import { rowOf } from './rows.ts';
import type { Actions, PageServerLoad } from './$types';

const PER_PAGE = 50;
/** Past this, in ms, a large import goes on by itself. */
const PATIENCE = 20_000;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  await getLedPlan(db, actor, { slug: params.slug });
  const { plan, sheetImport } = await getSheetImport(db, actor, params.id);
  if (plan.slug !== params.slug) throw new NotFound('Cet import est celui d’un autre plan.');
  const { parts, ...head } = sheetImport;
  const number = Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1);
  const count = (decision: string) => parts.filter((part) => part.decision === decision).length;
  const rows = parts.map((part) => rowOf(part, plan.slug));
  return {
    sheetImport: head,
    total: parts.length,
    page: number,
    perPage: PER_PAGE,
    rows: rows.slice((number - 1) * PER_PAGE, number * PER_PAGE),
    waiting: rows.filter(({ decision }) => decision === 'ask').slice(0, PER_PAGE),
    counts: {
      create: count('create'),
      replace: count('replace'),
      skip: count('skip'),
      ask: count('ask')
    },
    canReplace: parts.some((part) => part.decision === 'ask' && part.standing.kind === 'exists'),
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = {
  importer: async ({ locals: { db, actor }, params, request }) => {
    await getLedPlan(db, actor, { slug: params.slug });
    const reread = (await request.formData()).get('relu') === 'oui';
    const work = applySheetImport(db, actor, params.id, { reread });
    work.catch((error: unknown) =>
      log.error({ err: error, import: params.id }, 'an import failed')
    );
    const outcome = await atMost(work, PATIENCE);
    if (!outcome) redirect(303, '?fait=encours');
    if (outcome.ok) redirect(303, '?fait=importe');
    return refuse(outcome);
  },
  decider: async ({ locals: { db, actor }, params, request }) => {
    await getLedPlan(db, actor, { slug: params.slug });
    const asked = (await request.formData()).get('decision');
    if (asked !== 'replace' && asked !== 'skip')
      return refusal(400, { message: 'Ce choix n’existe pas.' });
    await decideRest(db, actor, params.id, asked);
    redirect(303, '?fait=decide');
  },
  abandonner: async ({ locals: { db, actor }, params }) => {
    await getLedPlan(db, actor, { slug: params.slug });
    await dropSheetImport(db, actor, params.id);
    redirect(303, `/gestion/plans/${params.slug}/import?abandonne`);
  }
};
