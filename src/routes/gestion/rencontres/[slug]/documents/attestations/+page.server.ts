import { fail, redirect } from '@sveltejs/kit';
import { isPast } from '#domain/events/edition.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { formatDuration } from '#domain/registrations/certificate.ts';
import {
  sendCertificates,
  setCertificateWithdrawn
} from '#domain/registrations/server/certificates/commands.ts';
import { listCertificates, readFacts } from '#domain/registrations/server/certificates/queries.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { CERTIFICATE_REFUSALS } from './refusals.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [facts, issued] = await Promise.all([
    readFacts(db, event.id),
    listCertificates(db, event.id)
  ]);
  return {
    over: event.status === 'published' && isPast(event, new Date()),
    present: facts.size,
    certificates: issued.map((one) => ({
      registration: one.registration,
      holder: one.holder,
      code: one.code,
      duration: formatDuration(one.minutes),
      issuedAt: one.issuedAt,
      withdrawn: one.withdrawnAt !== null
    })),
    sent: counted(url, 'envoyees'),
    already: counted(url, 'deja'),
    unreachable: counted(url, 'sans')
  };
};

function counted(url: URL, name: string): number | null {
  const value = url.searchParams.get(name);
  return value === null || !/^\d{1,6}$/.test(value) ? null : Number(value);
}

async function turn({ locals: { db, actor }, params, request }: RequestEvent, withdrawn: boolean) {
  const event = await getManagedEvent(db, actor, params.slug);
  const who = Number((await request.formData()).get('inscription')) as RegistrationId;
  await setCertificateWithdrawn(db, actor, event.id, who, { withdrawn, now: new Date() });
  redirect(303, '?#liste');
}

export const actions: Actions = {
  envoyer: async ({ locals: { db, actor }, params }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const outcome = await sendCertificates(db, actor, event.id, { now: new Date() });
    if (!outcome.ok) return fail(409, { message: CERTIFICATE_REFUSALS[outcome.reason] });
    const { sent, already, unreachable } = outcome;
    redirect(303, `?envoyees=${sent}&deja=${already}&sans=${unreachable}`);
  },
  retirer: (event) => turn(event, true),
  retablir: (event) => turn(event, false)
};
