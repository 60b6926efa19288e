import { loadList } from '../../bulk/pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => loadList(locals, null, url);
