import { fail, redirect } from '@sveltejs/kit';
import { relayInput } from '#domain/directory/relay.ts';
import { relayMessage } from '#domain/directory/server/relay/commands.ts';
import { findSender, type Route } from '#domain/directory/server/relay/queries.ts';

const FIELDS = ['name', 'email', 'subject', 'message', 'copie'] as const;

/** What both pages of the relay do with what was typed. */
export async function send({ db, actor, address }: App.Locals, route: Route, form: FormData) {
  const typed = Object.fromEntries(
    FIELDS.map((name) => [name, String(form.get(name) ?? '')])
  ) as Record<(typeof FIELDS)[number], string>;
  // Filled by robots alone, who are told that all went well.
  if (form.get('site')) redirect(303, '?envoye');
  const parsed = relayInput.safeParse({ ...typed, ...(await findSender(db, actor)) });
  if (!parsed.success) {
    const errors: Record<string, string> = {};
    for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message;
    return fail(400, { typed, errors });
  }
  const outcome = await relayMessage(db, actor, route, parsed.data, {
    reread: form.get('relu') === 'oui',
    copy: typed.copie === 'oui',
    address
  });
  if (outcome.ok) redirect(303, '?envoye');
  if (outcome.reason === 'second-reading') return fail(422, { typed, readings: outcome.readings });
  return fail(429, { typed, refused: outcome.reason });
}

/** A recipient without her addresses: what the page may know. */
export function shown({ name, page, reachable, phone }: Route) {
  return { name, page, reachable, phone };
}
