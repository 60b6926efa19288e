/** The dates and the half-days of an edition. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { halfDayInput, whenInput } from '#domain/events/forms.ts';
import { deleteHalfDay, saveHalfDay, setDates } from '#domain/events/server/dates/commands.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { civilOf, errorsOf, readTypedWhen, text } from '../../reading.ts';

type Asked = RequestEvent<{ slug: string }>;

const REFUSALS = {
  past: {
    debut: 'Ce jour est passé. Corrigez-le, ou cochez que la rencontre a déjà eu lieu.'
  },
  cancelled: { debut: 'Une rencontre annulée ne change plus de date. Refaites-la.' },
  changed: {
    debut: 'Quelqu’un d’autre vient de changer cette rencontre. Relisez, puis recommencez.'
  }
};

export const dateActions = {
  dates: async ({ locals: { db, actor }, params, request }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const when = readTypedWhen(form);
    const read = whenInput.safeParse(civilOf(when));
    if (!read.success) {
      const labels = { debut: 'Début', fin: 'Fin' };
      const errors = errorsOf(read.error, { start: 'debut', end: 'fin' }, labels);
      return fail(400, { when, dateErrors: errors });
    }
    const input = {
      ...{ when: read.data, version: Number(text(form, 'version')) },
      alreadyHeld: form.has('deja')
    };
    const outcome = await setDates(db, actor, id, input, new Date());
    if (!outcome.ok) return fail(409, { when, dateErrors: REFUSALS[outcome.reason] });
    redirect(303, '?enregistre=dates#quand');
  },
  'demi-journee': async ({ locals: { db, actor }, params, request }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const [day, number] = [text(form, 'jour'), text(form, 'numero')];
    const half = {
      ...{ id: number, label: text(form, 'nom'), day },
      ...{ from: text(form, 'de'), until: text(form, 'a') }
    };
    const read = halfDayInput.safeParse({
      ...{ label: half.label, start: `${day}T${half.from}`, end: `${day}T${half.until}` }
    });
    if (!read.success) {
      const labels = { nom: 'Nom', 'demi-debut': 'Jour et heure', 'demi-fin': 'Fin' };
      const names = { label: 'nom', start: 'demi-debut', end: 'demi-fin' };
      return fail(400, { half, halfErrors: errorsOf(read.error, names, labels) });
    }
    const saved = { half: number ? Number(number) : null, draft: read.data };
    const outcome = await saveHalfDay(db, actor, id, saved);
    if (!outcome.ok) {
      const halfErrors = { 'demi-debut': 'Cette demi-journée sort des dates de la rencontre.' };
      return fail(400, { half, halfErrors });
    }
    redirect(303, '?enregistre=demi-journees#demi-journees');
  },
  'retirer-demi-journee': async ({ locals: { db, actor }, params, request }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    await deleteHalfDay(db, actor, id, Number((await request.formData()).get('numero')));
    redirect(303, '?enregistre=demi-journees#demi-journees');
  }
};
