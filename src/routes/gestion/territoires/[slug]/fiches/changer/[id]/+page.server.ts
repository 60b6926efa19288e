import { loadChange, prepareAgain, settle } from '../../../../../bulk/pages.ts';
import { getLedTerritory } from '../../../led.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent, params, url }) => {
  const { territory } = await parent();
  return loadChange(locals, territory.id, params.id, url);
};

const root = (slug: string) => `/gestion/territoires/${slug}/fiches/changer`;

export const actions: Actions = {
  appliquer: async ({ locals, params }) => {
    const { id } = await getLedTerritory(locals, params.slug);
    return settle('apply', locals, id, params.id, root(params.slug));
  },
  annuler: async ({ locals, params }) => {
    const { id } = await getLedTerritory(locals, params.slug);
    return settle('undo', locals, id, params.id, root(params.slug));
  },
  refaire: async ({ locals, params }) => {
    const { id } = await getLedTerritory(locals, params.slug);
    return prepareAgain(locals, id, params.id, root(params.slug));
  }
};
