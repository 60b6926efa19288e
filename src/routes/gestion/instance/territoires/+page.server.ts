import { listSpaces } from '#domain/directory/server/spaces/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => ({
  spaces: await listSpaces(db, actor),
  removed: url.searchParams.get('supprime')
});
