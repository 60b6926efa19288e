import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
  managesHere: locals.actor.kind === 'operator'
});
