import { sitePath } from '#shared/text.ts';

/**
 * Where to come back to after signing in: a path of this site, but not the sign-in itself.
 * @returns `fallback` for anything else.
 */
export function returnPath(value: unknown, fallback = '/mon-espace'): string {
  const path = sitePath(value);
  return path === null || /^\/(connexion|deconnexion)([/?#]|$)/.test(path) ? fallback : path;
}
