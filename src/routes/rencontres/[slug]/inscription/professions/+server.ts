import { suggestProfessions } from '#domain/registrations/profession.ts';
import type { RequestHandler } from './$types';

/** What the field « Profession » proposes. */
export const GET: RequestHandler = ({ url }) =>
  Response.json(suggestProfessions((url.searchParams.get('q') ?? '').slice(0, 100)), {
    headers: { 'cache-control': 'public, max-age=3600' }
  });
