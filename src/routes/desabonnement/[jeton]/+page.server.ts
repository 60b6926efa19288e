import { mailKindLabel } from '#domain/identity/outbox.ts';
import { acceptMail, findMailRefusal, refuseMail } from '#server/mail/refusals.ts';
import { readUnsubscribeToken, type Subscription } from '#server/mail/unsubscribe.ts';
import { NotFound } from '#shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { address, kind } = read(params.jeton);
  const refusal = await findMailRefusal(locals.db, address, kind);
  return { address, kind: mailKindLabel(kind), left: refusal !== null };
};

export const actions: Actions = {
  leave: async ({ locals, params }) => {
    const { address, kind } = read(params.jeton);
    await refuseMail(locals.db, address, kind, 'Désabonnement demandé par la personne.');
    return { done: 'left' as const };
  },
  return: async ({ locals, params }) => {
    const { address, kind } = read(params.jeton);
    await acceptMail(locals.db, address, kind);
    return { done: 'back' as const };
  }
};

function read(token: string): Subscription {
  const said = readUnsubscribeToken(token);
  if (!said)
    throw new NotFound(
      'Ce lien de désabonnement est incomplet. Copiez-le en entier depuis le message.'
    );
  return said;
}
