import { EVENT_KIND_LABELS, EVENT_KINDS } from '#domain/events/model.ts';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import { canCreateEvents } from '#domain/events/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 20;

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const asked = url.searchParams;
  const kind = EVENT_KINDS.find((one) => one === asked.get('type'));
  const territory = asked.get('territoire') || undefined;
  const past = asked.has('passees');
  const page = Math.min(Math.max(1, Number.parseInt(asked.get('page') ?? '', 10) || 1), 1000);
  const [territories, agenda] = await Promise.all([
    listTerritories(db),
    listAgenda(
      db,
      actor,
      {
        ...(territory === undefined ? {} : { territory }),
        ...(kind === undefined ? {} : { kind }),
        ...{ past, page, perPage: PER_PAGE }
      },
      new Date()
    )
  ]);
  return {
    ...agenda,
    ...{ past, page, perPage: PER_PAGE },
    kind: kind ?? '',
    territory: territories.find(({ slug }) => slug === territory) ?? null,
    territories: territories.map(({ slug, name }) => ({ value: slug, label: name })),
    kinds: EVENT_KINDS.map((value) => ({ value, label: EVENT_KIND_LABELS[value] })),
    organises: territories.some(({ id }) => canCreateEvents(actor, id))
  };
};
