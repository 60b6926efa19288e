import { getLogo } from '#domain/events/server/partners/logos/queries.ts';
import type { RequestHandler } from './$types';

/**
 * A logo, as an image and nothing else: the bytes are somebody's, so a browser that is sent here directly may run
 * nothing of them.
 */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const { bytes, type } = await getLogo(db, actor, params.slug, Number(params.partenaire));
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-disposition': `inline; filename="logo.${type.slice('image/'.length)}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      // Its address moves with its version; a draft or a partner taken off must not stay in a shared cache.
      'cache-control': 'private, max-age=300'
    }
  });
};
