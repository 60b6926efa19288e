import { getManagedEvent } from '#domain/events/server/queries.ts';
import { readFilter } from '#domain/registrations/figures.ts';
import { readFigures, readMissing } from '#domain/registrations/server/figures/queries.ts';
import {
  listRegistrations,
  readFilterChoices
} from '#domain/registrations/server/listing/queries.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 50;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const filter = readFilter(url.searchParams);
  const page = Math.max(1, Number(url.searchParams.get('page')) || 1);
  const [figures, missing, choices, listed] = await Promise.all([
    readFigures(db, actor, id),
    readMissing(db, actor, id),
    readFilterChoices(db, actor, id),
    listRegistrations(db, actor, id, filter, { page, perPage: PER_PAGE })
  ]);
  return { figures, missing, choices, ...listed, filter, page, perPage: PER_PAGE };
};
