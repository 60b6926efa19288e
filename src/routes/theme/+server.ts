import { redirect, type RequestHandler } from '@sveltejs/kit';
import { sitePath } from '#shared/text.ts';
import { parseTheme, THEME_COOKIE } from '#ui/theme.ts';

const ONE_YEAR = 365 * 24 * 3600;

/** Keeps the reader's theme, then comes back to the page. */
export const POST: RequestHandler = async ({ cookies, request }) => {
  const form = await request.formData();
  const theme = parseTheme(form.get('theme'));
  if (theme === 'auto') cookies.delete(THEME_COOKIE, { path: '/' });
  else cookies.set(THEME_COOKIE, theme, { path: '/', maxAge: ONE_YEAR, sameSite: 'lax' });
  redirect(303, sitePath(form.get('retour')) ?? '/');
};
