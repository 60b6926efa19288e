import { getVcard } from '#app/api/contracts.ts';
import { getFiche } from '#domain/directory/server/fiche/queries.ts';
import { vcard } from '#domain/directory/vcard.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(getVcard, async ({ params, event }) => {
  const { structure, type, commune } = await getFiche(event.locals.db, params.slug);
  const url = new URL(`/annuaire/${structure.slug}`, event.url).href;
  return vcard(structure, type.name, commune?.name ?? null, url);
});
