import { getDemonstrationMail } from '../../demonstration.ts';
import type { RequestHandler } from './$types';

/** A message has no script, no image, no form: only its own styles, and it is framed by its page alone. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation allow-popups";

export const GET: RequestHandler = async ({ locals, params }) => {
  const { html } = await getDemonstrationMail(locals.db, params.id);
  // Its links open the page that they would open from a mailbox, not one inside the frame.
  const opening = html.replace('<head>', '<head><base target="_top">');
  return new Response(opening, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'private, no-store'
    }
  });
};
