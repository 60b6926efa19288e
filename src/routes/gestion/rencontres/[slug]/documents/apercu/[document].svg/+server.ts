import type { Event } from '#domain/events/model.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { readBadgeChoice } from '#domain/registrations/badges.ts';
import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { drawBadges } from '#domain/registrations/server/badges/documents.ts';
import { listBadges } from '#domain/registrations/server/badges/queries.ts';
import { readPaperKind } from '#domain/seating/papers.ts';
import { drawTables } from '#domain/seating/server/cards/documents.ts';
import { listBadgeTables, readTablePapers } from '#domain/seating/server/cards/queries.ts';
import { drawSheets } from '#domain/registrations/server/sheets/documents.ts';
import { listSheets } from '#domain/registrations/server/sheets/queries.ts';
import { drawSigns } from '#domain/registrations/server/signs/documents.ts';
import { readSheetChoice } from '#domain/registrations/sheets.ts';
import { readSignChoice, signsOf } from '#domain/registrations/signs.ts';
import type { Database } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

type Draw = (db: Database, event: Event, query: URLSearchParams) => Promise<Uint8Array>;

const PICTURES: Readonly<Record<string, Draw>> = {
  badges: async (db, event, query) => {
    const choice = readBadgeChoice(query);
    return drawBadges(
      event,
      await listBadges(db, event, choice, await listBadgeTables(db, event.id)),
      choice.format
    );
  },
  emargement: async (db, event, query) => {
    const choice = readSheetChoice(query);
    return drawSheets(event, await listSheets(db, event, choice), choice.blanks);
  },
  chevalets: async (db, event, query) => {
    const choice = readSignChoice(query);
    const signs = signsOf(choice, await getProgramme(db, event.id), event.timeZone);
    return drawSigns(event, choice.kind, signs);
  },
  tables: async (db, event, query) => {
    const papers = await readTablePapers(db, event);
    if (!papers) throw new NotFound('Les tables ne sont pas encore composées.');
    return drawTables(event, readPaperKind(query.get('genre')), papers);
  }
};

/** What the first page of a document looks like, for whoever prints it. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params, url }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const draw = PICTURES[params.document];
  if (!draw) throw new NotFound('Ce document n’existe pas.');
  return new Response(new Uint8Array(await draw(db, event, url.searchParams)), {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, no-store' }
  });
};
