import { isMonth, sayMonth } from '#domain/discovery/newsletter.ts';
import { getLetter } from '#domain/discovery/server/newsletter/reading/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { NotFound } from '#shared/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { id, slug, name, nameWithDe } = await getTerritory(db, params.slug);
  if (!isMonth(params.mois)) throw new NotFound('Ce mois n’existe pas.');
  const letter = await getLetter(db, actor, { territory: id, month: params.mois });
  const { subject, introduction, items, sentAt } = letter;
  return {
    territory: { slug, name, nameWithDe },
    letter: { subject, introduction, items, sentAt },
    label: sayMonth(params.mois)
  };
};
