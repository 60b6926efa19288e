import { loadChoice, prepare } from '../../../bulk/pages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => loadChoice(locals, null, url);

export const actions: Actions = {
  default: ({ locals, request }) => prepare(locals, null, request, '/gestion/instance/fiches')
};
