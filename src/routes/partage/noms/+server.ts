import { searchAnyZone } from '#domain/directory/server/zones/queries.ts';
import { offerEvents, offerStructures } from '#domain/plans/server/writing/names/queries.ts';
import { canContribute } from '#domain/sharing/rules.ts';
import { offerContributions } from '#domain/sharing/server/naming/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { numberOf } from '../../gestion/rencontres/reading.ts';
import type { RequestHandler } from './$types';

/** What is offered while a member writes: `genre` says what is looked for, `territoire` what is near. */
export const GET: RequestHandler = async ({ locals: { db, actor }, url }) => {
  const text = (url.searchParams.get('q') ?? '').trim().slice(0, 100);
  const territory = numberOf(url.searchParams.get('territoire')) as TerritoryId;
  if (!canContribute(actor, territory)) throw new Forbidden('Réservé aux membres du réseau.');
  const offer: Readonly<Record<string, () => Promise<readonly object[]>>> = {
    structure: () => offerStructures(db, territory, text),
    rencontre: async () =>
      (await offerEvents(db, actor, text)).filter(({ value }) => value.startsWith('event:')),
    partage: () => offerContributions(db, actor, text),
    zone: async () =>
      (await searchAnyZone(db, text, territory)).map(({ level, code, name, detail }) => ({
        ...{ value: `${level} ${code}`, label: name, detail }
      }))
  };
  const found = text === '' ? [] : ((await offer[url.searchParams.get('genre') ?? '']?.()) ?? []);
  return Response.json(found, { headers: { 'cache-control': 'private, no-store' } });
};
