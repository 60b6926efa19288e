import { whoCoversCommune } from '#app/api/contracts.ts';
import { writeWhoCovers } from '#app/api/covering.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(whoCoversCommune, ({ params, query, event }) =>
  writeWhoCovers(
    event.locals.db,
    {
      commune: params.code,
      audience: query.public,
      theme: query.theme,
      type: query.type
    },
    { page: query.page, size: query.per_page }
  )
);
