/** What becomes of a proposal, by who writes the sheet. */
import { fail, redirect } from '@sveltejs/kit';
import { refusalReasonInput } from '#domain/plans/forms/note.ts';
import {
  acceptProposal,
  refuseProposal,
  reopenProposal,
  type Answered
} from '#domain/plans/server/notes/answering/commands.ts';
import { errorsOf, numberOf, text } from '../../../../../gestion/rencontres/reading.ts';
import { askedWrittenSheet, type Asked } from '../asked.ts';
import type { Answer } from './typed.ts';

const answer = (status: number, said: Answer) => fail(status, said);

const WHY: Record<Exclude<Answered, { ok: true }>['reason'], string> = {
  settled: 'Quelqu’un a déjà répondu à cette proposition, ou elle a été retirée.',
  changed:
    'La rubrique a été changée par quelqu’un d’autre. Rien n’est écrit\u00a0: relisez la comparaison, puis décidez.',
  hidden: 'Cette proposition attend d’être relue par l’équipe d’animation.',
  heading: 'Cette rubrique n’est plus dans ce plan. Rien n’est écrit.'
};

async function accept(asked: Asked) {
  const { db, actor } = asked.locals;
  await askedWrittenSheet(asked);
  const form = await asked.request.formData();
  const id = numberOf(form.get('numero'));
  const seen = { version: numberOf(form.get('version')) };
  const said = await acceptProposal(db, actor, id, seen, new Date());
  if (said.ok) redirect(303, `?fait=accepte&numero=${id}#note-${id}`);
  return answer(409, { part: 'answer', id: String(id), message: WHY[said.reason] });
}

async function refuse(asked: Asked) {
  const { db, actor } = asked.locals;
  await askedWrittenSheet(asked);
  const form = await asked.request.formData();
  const id = text(form, 'numero');
  const refusal = text(form, 'raison');
  const read = refusalReasonInput.safeParse({ answer: refusal });
  if (!read.success) {
    const errors = errorsOf(read.error, { answer: 'raison' }, { raison: 'Raison' });
    return answer(400, { part: 'refusal', id, refusal, errors });
  }
  const words = { ...read.data, reread: form.has('relu') };
  const said = await refuseProposal(db, actor, numberOf(id), words, new Date());
  if (said.ok) redirect(303, `?fait=refuse&numero=${id}#note-${id}`);
  if (said.reason === 'second-reading')
    return answer(400, { part: 'refusal', id, refusal, readings: said.readings });
  return answer(409, { part: 'answer', id, message: WHY[said.reason] });
}

async function reopen(asked: Asked) {
  const { db, actor } = asked.locals;
  await askedWrittenSheet(asked);
  const id = numberOf((await asked.request.formData()).get('numero'));
  const said = await reopenProposal(db, actor, id);
  if (said.ok) redirect(303, `?fait=rouvert&numero=${id}#note-${id}`);
  return answer(409, { part: 'answer', id: String(id), message: WHY[said.reason] });
}

export const answeringActions = { accepter: accept, refuser: refuse, rouvrir: reopen };
