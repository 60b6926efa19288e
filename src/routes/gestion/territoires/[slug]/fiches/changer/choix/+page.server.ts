import { loadChoice, prepare } from '../../../../../bulk/pages.ts';
import { getLedTerritory } from '../../../led.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const { territory } = await parent();
  return loadChoice(locals, territory.id, url);
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { id, slug } = await getLedTerritory(locals, params.slug);
    return prepare(locals, id, request, `/gestion/territoires/${slug}/fiches/changer`);
  }
};
