import { searchAnyZone } from '#domain/directory/server/zones/queries.ts';
import {
  offerEvents,
  offerMembers,
  offerSheets,
  offerStructures
} from '#domain/plans/server/writing/names/queries.ts';
import { offerShared } from '#domain/plans/server/shared/queries.ts';
import { askedWrittenSheet } from '../../asked.ts';
import type { RequestHandler } from './$types';

/** What is offered while one types, to whoever writes the sheet: `genre` says what is looked for. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { db, actor } = locals;
  const { sheet } = await askedWrittenSheet({ locals, params });
  const text = (url.searchParams.get('q') ?? '').trim().slice(0, 100);
  const { territory } = sheet.place.plan;
  const offer: Readonly<Record<string, () => Promise<readonly object[]>>> = {
    acteur: async () => [
      ...(await offerStructures(db, territory, text)),
      ...(await offerMembers(db, actor, territory, text))
    ],
    structure: () => offerStructures(db, territory, text),
    fiche: () => offerSheets(db, actor, text, sheet.id),
    rencontre: () => offerEvents(db, actor, text),
    partage: () => offerShared(db, actor, text),
    zone: async () =>
      (await searchAnyZone(db, text, territory)).map(({ level, code, name, detail }) => ({
        ...{ value: `${level} ${code}`, label: name, detail }
      }))
  };
  const found = text === '' ? [] : ((await offer[url.searchParams.get('genre') ?? '']?.()) ?? []);
  return Response.json(found, { headers: { 'cache-control': 'private, no-store' } });
};
