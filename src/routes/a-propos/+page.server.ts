import { getController } from '#domain/confidentiality/server/controller/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db } }) => {
  const { name, address, contact, host } = await getController(db);
  return { organisation: { name, address, contact, host } };
};
