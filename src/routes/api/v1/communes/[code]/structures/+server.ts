import { whoCoversCommune } from '#app/api/contracts.ts';
import { communeJson, coveringJson, summaryJson } from '#app/api/presenters.ts';
import { whoCovers } from '#domain/directory/server/coverage/queries.ts';
import { checkCriteria } from '#domain/directory/server/queries.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(whoCoversCommune, async ({ params, query, event }) => {
  const criteria = { audience: query.public, theme: query.theme, type: query.type };
  await checkCriteria(event.locals.db, criteria);
  const found = await whoCovers(event.locals.db, { commune: params.code, ...criteria }, new Date());
  return {
    commune: communeJson(found.commune),
    structures: [...found.call, ...found.gather, ...found.everywhere].map(coveringJson),
    unspecified: found.unspecified.map(coveringJson),
    unknown: found.unknown.map(summaryJson)
  };
});
