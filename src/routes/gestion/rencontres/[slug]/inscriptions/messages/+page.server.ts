import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { readFilter } from '#domain/registrations/figures.ts';
import { messageInput } from '#domain/registrations/messages.ts';
import { readFilterChoices } from '#domain/registrations/server/listing/queries.ts';
import { sendNews } from '#domain/registrations/server/messages/commands.ts';
import { listMessages, previewRecipients } from '#domain/registrations/server/messages/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const query = url.searchParams;
  // Who gave up a place is not written to, unless asked for.
  const filter = readFilter(
    query.has('etat') ? query : new URLSearchParams([...query, ['etat', 'coming']])
  );
  const [choices, names, messages] = await Promise.all([
    readFilterChoices(db, actor, id),
    previewRecipients(db, actor, id, filter),
    listMessages(db, actor, id)
  ]);
  const sent = query.has('envoye') ? Number(query.get('envoye')) : null;
  return { filter, choices, names, messages, sent, key: crypto.randomUUID() };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request, url }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const data = await request.formData();
    const text = (name: string) => String(data.get(name) ?? '');
    const typed = { subject: text('subject'), body: text('body'), key: text('key') };
    const back = (rest: object) =>
      fail(400, {
        typed,
        errors: {},
        readings: null,
        nobody: false,
        ...rest
      });
    const read = messageInput.safeParse(typed);
    if (!read.success) {
      const errors = read.error.issues.map(({ path, message }) => [String(path[0]), message]);
      return back({ errors: Object.fromEntries(errors) as Record<string, string> });
    }
    // The group that was shown, whatever has happened to the address meanwhile.
    const asked = new URLSearchParams([...data].map(([name, value]) => [name, String(value)]));
    const outcome = await sendNews(db, actor, event.id, {
      ...read.data,
      filter: readFilter(asked),
      requestKey: typed.key.slice(0, 64),
      reread: data.has('relu')
    });
    if (outcome.ok) redirect(303, `${url.pathname}?envoye=${outcome.sent}`);
    if (outcome.reason === 'nobody') return back({ nobody: true });
    return back({ readings: outcome.readings });
  }
};
