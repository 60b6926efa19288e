import { exportPerson } from '#app/people/portability.ts';
import { Forbidden } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

/** Asked by a button, never by a link: the export leaves a trace. */
export const POST: RequestHandler = async ({ locals: { db, actor } }) => {
  if (actor.kind !== 'person') throw new Forbidden('Connectez-vous pour emporter vos données.');
  const data = await exportPerson(db, actor, actor.id, new Date());
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="mes-donnees-maillage.json"',
      'cache-control': 'no-store'
    }
  });
};
