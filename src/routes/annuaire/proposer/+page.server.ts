import { fail, redirect } from '@sveltejs/kit';
import { listTypes } from '#domain/directory/server/queries.ts';
import { suggestStructure } from '#domain/directory/server/suggestions/commands.ts';
import { findMachine, formStamp } from '#server/http/form-guard.ts';
import { TOO_FAST, TOO_MANY } from '../proposal-form.ts';
import { readProposal } from './proposal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => ({
  types: (await listTypes(db)).map(({ code, name }) => ({ value: code, label: name })),
  author: actor.kind === 'person' ? actor.name : null,
  stamp: formStamp(new Date()),
  done: url.searchParams.has('merci')
});

export const actions: Actions = {
  default: async ({ locals: { db, actor, address }, request }) => {
    const now = new Date();
    const form = await request.formData();
    const machine = findMachine(form, now);
    if (machine === 'trap') redirect(303, '?merci');
    const read = await readProposal(db, form);
    if (machine === 'too-fast') return fail(400, { typed: read.typed, errors: TOO_FAST });
    if (!read.ok) return fail(400, read);
    // Shown once: the person who has seen them says that it is another.
    if (read.twins.length > 0 && !form.has('autre')) return fail(400, read);
    const sender = { address, reread: form.has('relu') };
    const outcome = await suggestStructure(db, actor, read.input, sender, now);
    if (outcome.ok) redirect(303, '?merci');
    const { typed } = read;
    return outcome.reason === 'second-reading'
      ? fail(400, { typed, readings: outcome.readings })
      : fail(429, { typed, errors: TOO_MANY });
  }
};
