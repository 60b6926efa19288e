import { redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { keepBoth } from '#domain/registrations/server/duplicates/commands.ts';
import { listDuplicates } from '#domain/registrations/server/duplicates/queries.ts';
import { getRegistrationFile } from '#domain/registrations/server/listing/queries.ts';
import { cancelForSomeone } from '#domain/registrations/server/places/organiser/commands.ts';
import type { RegistrationId } from '#shared/ids.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const done = url.searchParams.get('fait');
  return {
    pairs: await listDuplicates(db, actor, id),
    done: done === 'gardees' || done === 'annulee' ? done : null
  };
};

export const actions: Actions = {
  garder: async ({ locals: { db, actor }, params, request, url }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const [first, second] = readPair(await request.formData());
    await keepBoth(db, actor, id, [first, second], new Date());
    redirect(303, `${url.pathname}?fait=gardees`);
  },

  annuler: async ({ locals: { db, actor }, params, request, url }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const which = Number((await request.formData()).get('registration')) as RegistrationId;
    const { registration } = await getRegistrationFile(db, actor, id, which);
    await cancelForSomeone(db, actor, registration.id, { now: new Date() });
    redirect(303, `${url.pathname}?fait=annulee`);
  }
};

function readPair(form: FormData): [RegistrationId, RegistrationId] {
  const read = (name: string) => Number(form.get(name)) as RegistrationId;
  return [read('first'), read('second')];
}
