import { fail } from '@sveltejs/kit';
import { actionsOn } from '#domain/identity/outbox.ts';
import { liftRefusal, steerMail } from '#domain/identity/server/outbox/commands.ts';
import { getOutboxMail } from '#domain/identity/server/outbox/queries.ts';
import { NotFound } from '#shared/errors.ts';
import type { MailId } from '#shared/ids.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const mail = await getOutboxMail(locals.db, locals.actor, idOf(params.id));
  return { mail, possible: actionsOn(mail) };
};

const steer =
  (action: 'retry' | 'send-again' | 'cancel') =>
  async ({ locals, params }: RequestEvent) => {
    const outcome = await steerMail(locals.db, locals.actor, idOf(params.id), action);
    return outcome.ok
      ? { done: action }
      : fail(409, {
          message:
            'L’état de ce courriel a changé entre-temps : rien n’a été fait. Le voici à jour.'
        });
  };

export const actions: Actions = {
  retry: steer('retry'),
  sendAgain: steer('send-again'),
  cancel: steer('cancel'),
  lift: async ({ locals, params }) => {
    await liftRefusal(locals.db, locals.actor, idOf(params.id));
    return { done: 'lift' as const };
  }
};

function idOf(id: string): MailId {
  if (!/^\d{1,15}$/.test(id)) throw new NotFound('Ce courriel n’existe pas.');
  return Number(id) as MailId;
}
