import { drawCommunes } from '#app/maps.ts';
import { readRoom } from '#domain/events/server/workshop/queries.ts';
import { tableReach } from '#domain/events/workshop/reach.ts';
import type { PageServerLoad } from './$types';

/** What the room sees on the wall, as it is said: structures, never people. */
export const load: PageServerLoad = async ({ locals: { db }, params, url }) => {
  const { room, workshop, communes } = await readRoom(db, params.jeton);
  const cases = workshop.cases.filter(({ status }) => status !== 'hidden');
  const asked = cases.filter(({ status }) => status === 'asked').at(-1);
  const wanted = url.searchParams.get('vue');
  const number = Number(url.searchParams.get('cas'));
  const shown = cases.find(({ id }) => id === number) ?? asked ?? cases.at(-1) ?? null;
  const view = wanted === 'carte' || !shown ? 'carte' : wanted === 'cas' || asked ? 'cas' : 'carte';
  return {
    ...{ screen: true, room, token: params.jeton, view, shown },
    names: Object.fromEntries(workshop.structures.map(({ id, name }) => [id, name])),
    cases: cases.map(({ id, status }) => ({ id, status })),
    structures: workshop.structures.map(({ id, name, doubts, certainty, readyAt }) => ({
      ...{ id, name, doubts, certainty, isReady: readyAt !== null }
    })),
    reach: tableReach(communes, workshop.structures),
    drawing: view === 'carte' ? await drawCommunes(db, communes) : null
  };
};
