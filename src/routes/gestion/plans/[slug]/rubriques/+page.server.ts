import { countWritten } from '#domain/plans/server/setup/headings/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { headingActions } from './gestures.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id, headings } = await getLedPlan(db, actor, { slug: params.slug });
  const written = await countWritten(db, id);
  return {
    headings: headings.map((one) => ({ ...one, written: written.get(one.key) ?? 0 })),
    done: {
      gesture: url.searchParams.get('fait') ?? '',
      key: url.searchParams.get('rubrique') ?? ''
    }
  };
};

export const actions: Actions = headingActions;
