import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor } }) => ({
  name: actor.kind === 'person' ? actor.name : ''
});
