import { getController } from '#domain/confidentiality/server/controller/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db } }) => {
  const { accessibility, contact } = await getController(db);
  return { contact: accessibility || contact };
};
