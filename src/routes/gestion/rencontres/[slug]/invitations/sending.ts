import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { ZodError } from 'zod';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { NOT_INVITING } from '#domain/registrations/invitations.ts';
import { messageInput } from '#domain/registrations/messages.ts';
import {
  remindSilent,
  sendInvitations,
  type Sent
} from '#domain/registrations/server/invitations/commands.ts';
import { previewInvitations } from '#domain/registrations/server/invitations/queries.ts';
import { answer, readAudience, readTyped, type Answer } from './asking.ts';
import type { RouteParams } from './$types';

type Posted = RequestEvent<RouteParams>;

/** Who would be invited: nothing leaves. */
export async function preview({ locals: { db, actor }, params, request }: Posted) {
  const event = await getManagedEvent(db, actor, params.slug);
  const typed = readTyped(await request.formData());
  const read = await readAudience(db, event, typed);
  if (!read.ok) return fail(400, answer(typed, { errors: read.errors }));
  const found = await previewInvitations(db, actor, event.id, read.audience, new Date());
  return answer(typed, { preview: found, pasted: read.pasted });
}

/** Sends the invitations, or sends the form back with its preview. */
export async function send({ locals: { db, actor }, params, request }: Posted) {
  const now = new Date();
  const event = await getManagedEvent(db, actor, params.slug);
  const data = await request.formData();
  const typed = readTyped(data);
  const read = await readAudience(db, event, typed);
  if (!read.ok) return fail(400, answer(typed, { errors: read.errors }));
  const found = await previewInvitations(db, actor, event.id, read.audience, now);
  const shown = { preview: found, pasted: read.pasted };
  const words = messageInput.safeParse(typed);
  if (!words.success) return fail(400, answer(typed, { ...shown, ...refusedWords(words.error) }));
  const input = { ...words.data, audience: read.audience, reread: data.has('relu') };
  const outcome = await sendInvitations(db, actor, event.id, input, now);
  if (!outcome.ok) return fail(400, answer(typed, { ...shown, ...refusal(outcome) }));
  redirect(303, `?envoye=${outcome.sent}&ecarte=${outcome.left}`);
}

/** Relaunches the silent, or sends the form back. */
export async function remind({ locals: { db, actor }, params, request }: Posted) {
  const event = await getManagedEvent(db, actor, params.slug);
  const data = await request.formData();
  const typed = readTyped(data);
  const words = messageInput.safeParse(typed);
  const form = 'remind' as const;
  if (!words.success) return fail(400, answer(typed, { form, ...refusedWords(words.error) }));
  const input = { ...words.data, reread: data.has('relu') };
  const outcome = await remindSilent(db, actor, event.id, input, new Date());
  if (!outcome.ok) return fail(400, answer(typed, { form, ...refusal(outcome) }));
  redirect(303, `?relance=${outcome.sent}#suivi`);
}

/** What is wrong with an object or a text, beside its field. */
function refusedWords({ issues }: ZodError): Pick<Answer, 'errors'> {
  return {
    errors: Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]))
  };
}

/** Why nothing was sent. */
function refusal(outcome: Exclude<Sent, { ok: true }>): Partial<Answer> {
  return outcome.reason === 'second-reading'
    ? { readings: outcome.readings }
    : { refused: NOT_INVITING[outcome.reason] };
}
