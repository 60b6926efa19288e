/** Any character a browser drops or bends while it reads an address: tabs, line ends, backslashes. */
const BENT = /[\\\p{Cc}]/u;
const LONGEST = 2000;

/**
 * Where to come back to after signing in: a path of this site, and nothing that a browser could read as another
 * site (« //ailleurs », « /\ailleurs », « https:… »).
 * @returns `fallback` for anything else.
 */
export function returnPath(value: unknown, fallback = '/mon-espace'): string {
  if (typeof value !== 'string' || value.length > LONGEST || BENT.test(value)) return fallback;
  if (!value.startsWith('/') || value.startsWith('//')) return fallback;
  const read = new URL(value, 'https://here.invalid');
  if (read.origin !== 'https://here.invalid' || read.pathname.startsWith('//')) return fallback;
  if (/^\/(connexion|deconnexion)(\/|$)/.test(read.pathname)) return fallback;
  return read.pathname + read.search + read.hash;
}
