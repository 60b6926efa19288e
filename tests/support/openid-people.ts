import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Claims, Interaction } from './openid-provider.ts';

/** What the provider of browser tests calls itself on the page of Maillage. */
export const OPENID_LABEL = 'Portail d’essai';

const UNVERIFIED = 'non-verifiee:';

/** An account is named by its address; the mark says that nobody has checked it. */
export function claimsOf(account: string): Claims {
  const email = account.replace(UNVERIFIED, '');
  return { email, email_verified: !account.startsWith(UNVERIFIED), name: `Compte ${email}` };
}

/** A page that asks one's address, whether it is verified, and takes a refusal. */
export const askWho: Interaction = async (request) => {
  if (request.method !== 'POST') return { page: PAGE };
  const form = await formOf(request);
  if (form.has('refus')) return { error: 'access_denied' };
  const email = form.get('adresse') ?? '';
  return { account: form.has('verifiee') ? email : UNVERIFIED + email };
};

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await text(request));
}

const PAGE = `<!doctype html><html lang="fr"><title>Portail d’essai</title><h1>Portail d’essai</h1>
<form method="post"><label>Adresse <input name="adresse"></label>
<label><input type="checkbox" name="verifiee" checked> Adresse vérifiée</label>
<button>Continuer</button> <button name="refus" value="1">Refuser</button></form></html>`;
