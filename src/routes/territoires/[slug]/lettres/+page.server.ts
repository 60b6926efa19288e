import { sayMonth } from '#domain/discovery/newsletter.ts';
import { listLetters } from '#domain/discovery/server/newsletter/reading/queries.ts';
import { animates } from '#domain/identity/rules.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { id, slug, name, nameWithDe } = await getTerritory(db, params.slug);
  const letters = await listLetters(db, actor, id);
  return {
    territory: { slug, name, nameWithDe },
    letters: letters.map(({ month, subject, sentAt }) => ({
      month,
      subject,
      sentAt,
      label: sayMonth(month)
    })),
    leads: animates(actor, id),
    isVisitor: actor.kind === 'visitor'
  };
};
