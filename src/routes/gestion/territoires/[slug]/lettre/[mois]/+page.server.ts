import { error, fail, redirect } from '@sveltejs/kit';
import { isMonth, itemKey, sayMonth } from '#domain/discovery/newsletter.ts';
import { deleteNewsletter, writeNewsletter } from '#domain/discovery/server/newsletter/commands.ts';
import { getLedNewsletter } from '#domain/discovery/server/newsletter/queries.ts';
import { listOfMonth } from '#domain/discovery/server/newsletter/reading/queries.ts';
import { listRecipients } from '#domain/discovery/server/newsletter/recipients/queries.ts';
import { sendNewsletter } from '#domain/discovery/server/newsletter/sending/commands.ts';
import { getLedTerritory } from '../../led.ts';
import { addChosen, checkLetter, readLetter, typedFrom } from './reading.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

async function findLetter({ locals, params }: Pick<RequestEvent, 'locals' | 'params'>) {
  const territory = await getLedTerritory(locals, params.slug);
  if (!isMonth(params.mois)) error(404, 'Ce mois n’existe pas.');
  const which = { territory: territory.id, month: params.mois };
  return getLedNewsletter(locals.db, locals.actor, which);
}

export const load: PageServerLoad = async (event) => {
  const letter = await findLetter(event);
  const { db, actor } = event.locals;
  const inside = new Set(letter.items.map(itemKey));
  const [month, recipients] = await Promise.all([
    listOfMonth(db, actor, letter.territory.id, letter.month),
    listRecipients(db, letter.territory.id)
  ]);
  return {
    letter,
    typed: typedFrom(letter),
    label: sayMonth(letter.month),
    others: month.filter((item) => !inside.has(itemKey(item))),
    recipients: recipients.length,
    done: event.url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = {
  enregistrer: async (event) => {
    const letter = await findLetter(event);
    const { db, actor } = event.locals;
    const form = await event.request.formData();
    const typed = await addChosen(event.locals, letter, form, readLetter(form));
    const checked = checkLetter(typed);
    if (!checked.ok) return fail(400, { typed, errors: checked.errors });
    const { input } = checked;
    const told = { input, version: typed.version, reread: form.get('relu') === 'oui' };
    const said = await writeNewsletter(db, actor, letter.id, told);
    if (said.ok) redirect(303, '?fait=enregistre');
    if (said.reason === 'second-reading') return fail(400, { typed, readings: said.readings });
    if (said.reason === 'sent') redirect(303, '?fait=deja');
    return fail(409, { typed: { ...typed, version: said.theirs.version }, theirs: said.theirs });
  },
  envoyer: async (event) => {
    const letter = await findLetter(event);
    const version = Number((await event.request.formData()).get('version'));
    const { db, actor } = event.locals;
    const said = await sendNewsletter(db, actor, letter.id, { version, now: new Date() });
    if (said.ok) redirect(303, '?fait=envoyee');
    const message =
      said.reason === 'empty'
        ? 'Cette lettre ne dit rien encore\u00a0: ajoutez une nouvelle ou quelques mots.'
        : 'Quelqu’un l’a changée entre-temps. Relisez-la, puis envoyez-la.';
    return fail(409, { message });
  },
  jeter: async (event) => {
    const letter = await findLetter(event);
    await deleteNewsletter(event.locals.db, event.locals.actor, letter.id);
    redirect(303, `/gestion/territoires/${letter.territory.slug}/lettre?jete`);
  }
};
