import { searchAnyZone } from '#domain/directory/server/zones/queries.ts';
import type { RequestHandler } from './$types';

/** Zones for what is being typed. The map of France is public. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const text = (url.searchParams.get('q') ?? '').slice(0, 100);
  const zones = text ? await searchAnyZone(locals.db, text) : [];
  return Response.json(
    zones.map(({ level, code, name, detail }) => ({
      value: `${level} ${code}`,
      label: name,
      detail
    }))
  );
};
