import { loadList } from '../../../../bulk/pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const { territory } = await parent();
  return loadList(locals, territory.id, url);
};
