import { redirect } from '@sveltejs/kit';
import { listAhead } from '#domain/discovery/server/agenda/queries.ts';
import { sayMonth } from '#domain/discovery/newsletter.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db } }) => {
  if (actor.kind !== 'person') redirect(303, '/connexion?suite=/agenda');
  const entries = await listAhead(db, actor, new Date());
  const late = entries.filter(({ isLate }) => isLate);
  const ahead = entries.filter(({ isLate }) => !isLate);
  const months = [...new Set(ahead.map(({ day }) => day.slice(0, 7)))];
  const territories = await listTerritories(db);
  return {
    late,
    months: months.map((month) => ({
      month,
      label: sayMonth(month),
      entries: ahead.filter(({ day }) => day.startsWith(month))
    })),
    territories: territories
      .filter(({ id }) => actor.memberships.some(({ territory }) => territory === id))
      .map(({ slug, name }) => ({ slug, name }))
  };
};
