import { listEditable } from '#domain/directory/server/editing/queries.ts';
import { listAudiences, listThemes } from '#domain/directory/server/queries.ts';
import { proposePoints } from '#domain/events/workshop/points.ts';
import { tableReach } from '#domain/events/workshop/reach.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { findWorkshop, workshopToken } from '#domain/events/server/workshop/queries.ts';
import { listRegisteredStructures } from '#domain/registrations/server/live/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { caseActions } from './case-actions.ts';
import { tableActions } from './table-actions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [found, registered, themes, audiences] = [
    await findWorkshop(db, event.id, event.territory.id),
    await listRegisteredStructures(db, event.id),
    await listThemes(db),
    await listAudiences(db)
  ];
  const workshop = found?.workshop ?? null;
  const seats = workshop?.structures ?? [];
  const here = new Set(seats.map(({ slug }) => slug));
  const editable = await listEditable(
    db,
    actor,
    seats.map(({ structure }) => structure)
  );
  const reach = found && tableReach(found.communes, found.workshop.structures);
  const words = (list: readonly { code: string; name: string }[]) =>
    list.map(({ code, name }) => ({ value: code, label: name }));
  return {
    workshop,
    link: workshop && siteAddress(`/atelier/${workshopToken(event.id, workshop.linkVersion)}`),
    applicable: seats.filter(({ structure }) => editable.has(structure)).map(({ id }) => id),
    silent: reach?.silent ?? [],
    proposed: found && reach ? proposePoints(found.workshop, reach) : [],
    registered: registered.filter(({ slug }) => !here.has(slug)),
    communes: words(found?.communes ?? []),
    themes: words(themes),
    audiences: words(audiences),
    edited: Number(url.searchParams.get('cas')) || null,
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = { ...tableActions, ...caseActions };
