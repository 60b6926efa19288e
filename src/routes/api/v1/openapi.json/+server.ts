import { openapiDocument } from '#app/api/openapi.ts';
import { respond } from '#server/http/api.ts';
import { VERSION } from '#server/version.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ request }) =>
  respond(request, 'application/json', JSON.stringify(openapiDocument(VERSION)));
