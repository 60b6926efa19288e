import { redirect } from '@sveltejs/kit';
import { lastMonths, sayMonth } from '#domain/discovery/newsletter.ts';
import { beginNewsletter } from '#domain/discovery/server/newsletter/commands.ts';
import { listNewsletters } from '#domain/discovery/server/newsletter/queries.ts';
import { civilTime } from '#shared/dates.ts';
import { getLedTerritory } from '../led.ts';
import type { Actions, PageServerLoad } from './$types';

/** Months that are offered: a letter is rarely written later. */
const OFFERED = 4;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { id } = await getLedTerritory(locals, params.slug);
  const letters = await listNewsletters(locals.db, id);
  const today = civilTime(new Date(), 'Europe/Paris').slice(0, 10);
  const written = new Set(letters.map(({ month }) => month));
  return {
    letters: letters.map(({ month, subject, status, visibility, sentAt, recipients }) => ({
      ...{ month, label: sayMonth(month), subject, status, visibility, sentAt, recipients }
    })),
    months: lastMonths(today, OFFERED)
      .filter((month) => !written.has(month))
      .map((month) => ({ month, label: sayMonth(month) })),
    deleted: url.searchParams.has('jete')
  };
};

export const actions: Actions = {
  composer: async ({ locals, params, request }) => {
    const territory = await getLedTerritory(locals, params.slug);
    const month = String((await request.formData()).get('mois') ?? '');
    await beginNewsletter(locals.db, locals.actor, territory.id, month);
    redirect(303, `/gestion/territoires/${territory.slug}/lettre/${month}`);
  }
};
