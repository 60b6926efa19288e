import { listTypes } from '#domain/directory/server/queries.ts';
import { glossary } from './glossary.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const asked = (url.searchParams.get('mot') ?? '').trim().slice(0, 100);
  return { asked, letters: glossary(await listTypes(locals.db), asked) };
};
