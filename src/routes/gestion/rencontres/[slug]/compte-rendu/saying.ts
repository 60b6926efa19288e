/** Saving the summary, the next date and the pieces of the minutes. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { minutesItemInput, minutesNextInput, minutesSummaryInput } from '#domain/minutes/forms.ts';
import { saveNext, saveSummary } from '#domain/minutes/server/commands.ts';
import { saveItem } from '#domain/minutes/server/items/commands.ts';
import type { MinutesItemId } from '#shared/ids.ts';
import { errorsOf, text } from '../../reading.ts';
import { ITEM_FIELDS, ITEM_LABELS, readItem, type Answer } from './typed.ts';

export type Asked = RequestEvent<{ slug: string }>;

export const FROZEN =
  'Le compte rendu a été validé entre-temps : rien n’a été enregistré. Rouvrez-le pour le changer.';

const answer = (status: number, said: Answer) => fail(status, said);
const asked = (form: FormData) => ({
  reread: form.has('relu'),
  join: form.get('garder') === 'les-deux'
});

async function saySummary({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const summary = { text: text(form, 'resume'), stamp: text(form, 'empreinte') };
  const read = minutesSummaryInput.safeParse({ summary: summary.text });
  if (!read.success) {
    const errors = errorsOf(read.error, { summary: 'resume' }, { resume: 'Résumé' });
    return answer(400, { part: 'summary', summary, errors });
  }
  const said = await saveSummary(db, actor, id, {
    ...read.data,
    stamp: summary.stamp,
    ...asked(form)
  });
  if (said.ok) redirect(303, '?fait=resume#resume');
  if (said.reason === 'second-reading')
    return answer(400, { part: 'summary', summary, readings: said.readings });
  if (said.reason !== 'conflict') return answer(409, { part: 'summary', summary, message: FROZEN });
  const { updatedBy: by, updatedAt: at, summary: body, summaryStamp } = said.theirs;
  return answer(409, {
    part: 'summary',
    summary: { ...summary, stamp: summaryStamp },
    theirs: { by, at, title: '', body }
  });
}

async function sayNext({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const next = {
    words: text(form, 'mots'),
    event: text(form, 'rencontre'),
    stamp: text(form, 'empreinte')
  };
  const read = minutesNextInput.safeParse({ words: next.words, event: Number(next.event) || null });
  if (!read.success) {
    const errors = errorsOf(read.error, { words: 'mots' }, { mots: 'En quelques mots' });
    return answer(400, { part: 'next', next, errors });
  }
  const said = await saveNext(db, actor, id, {
    ...read.data,
    stamp: next.stamp,
    reread: form.has('relu')
  });
  if (said.ok) redirect(303, '?fait=suite#suite');
  if (said.reason === 'second-reading')
    return answer(400, { part: 'next', next, readings: said.readings });
  if (said.reason === 'unknown-event')
    return answer(400, {
      part: 'next',
      next,
      errors: { rencontre: 'Cette rencontre n’est plus proposée.' }
    });
  if (said.reason === 'validated') return answer(409, { part: 'next', next, message: FROZEN });
  const { updatedBy: by, updatedAt: at, nextMeeting, nextEvent, nextStamp } = said.theirs;
  return answer(409, {
    part: 'next',
    next: { ...next, stamp: nextStamp },
    theirs: { by, at, title: nextEvent?.title ?? '', body: nextMeeting }
  });
}

async function sayItem({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const item = readItem(form);
  const read = minutesItemInput.safeParse(item);
  if (!read.success)
    return answer(400, {
      part: 'item',
      item,
      errors: errorsOf(read.error, ITEM_FIELDS, ITEM_LABELS)
    });
  const said = await saveItem(db, actor, id, {
    item: item.id === '' ? null : (Number(item.id) as MinutesItemId),
    version: Number(item.version),
    input: read.data,
    ...asked(form)
  });
  if (said.ok) {
    const gesture = item.id === '' ? 'ajoute' : 'ecrit';
    redirect(303, `?fait=${gesture}&genre=${read.data.kind}&numero=${said.item}#${read.data.kind}`);
  }
  if (said.reason === 'second-reading')
    return answer(400, { part: 'item', item, readings: said.readings });
  if (said.reason === 'validated') return answer(409, { part: 'item', item, message: FROZEN });
  if (said.reason === 'removed')
    return answer(409, { part: 'item', item: { ...item, id: '', version: '' }, message: REMOVED });
  const { updatedBy: by, updatedAt: at, title, body, version } = said.theirs;
  return answer(409, {
    part: 'item',
    item: { ...item, version: String(version) },
    theirs: { by, at, title, body }
  });
}

export const REMOVED =
  'Quelqu’un l’a retiré pendant que vous écriviez. Votre texte est ici : vous pouvez l’ajouter de nouveau.';

export const sayingActions = { resume: saySummary, suite: sayNext, element: sayItem };
