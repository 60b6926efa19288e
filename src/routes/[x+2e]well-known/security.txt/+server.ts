import { securityText } from '#domain/confidentiality/controller.ts';
import { getController } from '#domain/confidentiality/server/controller/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

/** Whom to tell of a security flaw (RFC 9116); absent as long as nobody is named. */
export const GET: RequestHandler = async ({ locals: { db } }) => {
  const { security } = await getController(db);
  const text = securityText(security, siteAddress('/.well-known/security.txt'), new Date());
  if (text === null)
    throw new NotFound('Personne n’est encore désigné pour recevoir ce signalement.');
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
