import { isMonth, sayMonth } from '#domain/discovery/newsletter.ts';
import { getLetter } from '#domain/discovery/server/newsletter/reading/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { NotFound } from '#shared/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { id, slug, name, nameWithDe } = await getTerritory(db, params.slug);
  if (!isMonth(params.mois)) throw new NotFound('Ce mois n’existe pas.');
  const letter = await getLetter(db, actor, { territory: id, month: params.mois });
  const { id: number, subject, introduction, items, sentAt, hidden } = letter;
  return {
    territory: { slug, name, nameWithDe },
    letter: { id: number, subject, introduction, items, sentAt, hidden },
    label: sayMonth(params.mois)
  };
};
