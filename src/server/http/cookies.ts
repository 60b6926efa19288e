import type { Cookies } from '@sveltejs/kit';

/** Sends a Set-Cookie header made elsewhere, as it is. */
export function setCookie(cookies: Cookies, header: string): void {
  const { name, value, ...options } = cookies.parse(header);
  // Kit would add `secure` by itself, and http://localhost would lose the cookie.
  cookies.set(name, value ?? '', { ...options, secure: options.secure ?? false });
}

export function setCookies(cookies: Cookies, headers: readonly string[]): void {
  for (const header of headers) setCookie(cookies, header);
}
