import { loadChange, prepareAgain, settle } from '../../../bulk/pages.ts';
import type { Actions, PageServerLoad } from './$types';

const ROOT = '/gestion/instance/fiches';

export const load: PageServerLoad = ({ locals, params, url }) =>
  loadChange(locals, null, params.id, url);

export const actions: Actions = {
  appliquer: ({ locals, params }) => settle('apply', locals, null, params.id, ROOT),
  annuler: ({ locals, params }) => settle('undo', locals, null, params.id, ROOT),
  refaire: ({ locals, params }) => prepareAgain(locals, null, params.id, ROOT)
};
