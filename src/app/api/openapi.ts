import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { CONTRACTS } from './contracts.ts';

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional()
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const refused = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } }
});

/** The description of the open API, made from the very contracts the endpoints check. */
export function openapiDocument(version: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Maillage — données ouvertes',
      version,
      description: 'Qui fait quoi, pour qui, où. Lecture seule, sans clé, données publiques.',
      license: {
        name: 'Licence Ouverte 2.0',
        url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/'
      }
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(
      CONTRACTS.map((one) => [
        one.path,
        {
          get: {
            operationId: one.operation,
            summary: one.summary,
            description: one.description,
            requestParams: { path: one.params, query: one.query },
            responses: {
              200: {
                description: 'La réponse',
                content: { [one.contentType]: { schema: one.response } }
              },
              304: { description: 'Rien n’a changé depuis l’ETag donné' },
              400: refused('Un paramètre est inconnu ou mal formé'),
              404: refused('Rien à cette adresse')
            }
          }
        }
      ])
    )
  });
}
