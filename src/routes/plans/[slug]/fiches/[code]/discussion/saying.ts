/** Writing, correcting, taking back. */
import { fail, redirect } from '@sveltejs/kit';
import { noteInput, proposalInput } from '#domain/plans/forms/note.ts';
import {
  addNote,
  editNote,
  proposeWords,
  withdrawNote
} from '#domain/plans/server/notes/commands.ts';
import { canCommentSheet } from '#domain/plans/rules.ts';
import { Forbidden } from '#shared/errors.ts';
import { today } from '#domain/plans/wording.ts';
import { errorsOf, numberOf } from '../../../../../gestion/rencontres/reading.ts';
import { askedSheet, type Asked } from '../asked.ts';
import {
  NOTE_FIELDS,
  NOTE_LABELS,
  PROPOSAL_FIELDS,
  PROPOSAL_LABELS,
  readNote,
  readProposal,
  type Answer
} from './typed.ts';

const answer = (status: number, said: Answer) => fail(status, said);
const todayInParis = () => today(new Date());

/** Who may is asked before what was typed is read. */
async function askedCommentedSheet(asked: Asked) {
  const { sheet } = await askedSheet(asked);
  if (canCommentSheet(asked.locals.actor, sheet.place)) return sheet;
  throw new Forbidden(
    'Les membres du réseau discutent d’une fiche, tant que son plan n’est pas clos.'
  );
}

async function write(asked: Asked) {
  const { db, actor } = asked.locals;
  const sheet = await askedCommentedSheet(asked);
  const form = await asked.request.formData();
  const note = readNote(form);
  const { id, kind } = note;
  // A comment is of the day it is written.
  const read = noteInput.safeParse({ ...note, writtenOn: note.writtenOn || todayInParis() });
  if (!read.success)
    return answer(400, {
      ...{ part: 'note', id, note },
      errors: errorsOf(read.error, NOTE_FIELDS, NOTE_LABELS)
    });
  const written = { input: read.data, reread: form.has('relu') };
  const said = id
    ? await editNote(db, actor, numberOf(id), { ...written, version: Number(note.version) })
    : await addNote(db, actor, sheet.id, { ...written, kind });
  if (said.ok)
    redirect(303, `?fait=${id ? 'corrige' : 'ecrit'}&numero=${said.note}#note-${said.note}`);
  if (said.reason === 'second-reading')
    return answer(400, { part: 'note', id, note, readings: said.readings });
  const message = `Ce texte a été corrigé dans une autre fenêtre. Il dit maintenant : « ${said.theirs.body} ». Le vôtre est dans le formulaire.`;
  const version = String(said.theirs.version);
  return answer(409, { part: 'note', id, note: { ...note, version }, message });
}

async function takeBack(asked: Asked) {
  const { db, actor } = asked.locals;
  await askedCommentedSheet(asked);
  const form = await asked.request.formData();
  const id = numberOf(form.get('numero'));
  const isBack = form.get('geste') === 'remettre';
  const isDone = await withdrawNote(db, actor, id, isBack ? 'restore' : 'withdraw');
  redirect(303, isDone && !isBack ? `?fait=retire&numero=${id}#fil` : `?#note-${id}`);
}

const REFUSED = {
  same: { mots: 'Nouveau texte\u00a0: c’est déjà ce que dit la fiche.' },
  heading: { rubrique: 'Rubrique\u00a0: elle n’est plus dans ce plan.' },
  hidden: { mots: 'Nouveau texte\u00a0: les textes de cette fiche sont retenus pour l’instant.' }
};

async function propose(asked: Asked) {
  const { db, actor } = asked.locals;
  const sheet = await askedCommentedSheet(asked);
  const form = await asked.request.formData();
  const proposal = readProposal(form);
  const refused = (more: Partial<Answer>) =>
    answer(400, { part: 'proposal', id: '', proposal, ...more });
  const read = proposalInput.safeParse(proposal);
  if (!read.success)
    return refused({ errors: errorsOf(read.error, PROPOSAL_FIELDS, PROPOSAL_LABELS) });
  const options = { today: todayInParis(), reread: form.has('relu') };
  const said = await proposeWords(db, actor, sheet.id, read.data, options);
  if (said.ok) redirect(303, `?fait=propose&numero=${said.note}#note-${said.note}`);
  if (said.reason === 'second-reading') return refused({ readings: said.readings });
  return refused({ errors: REFUSED[said.reason] });
}

export const sayingActions = { ecrire: write, agencer: takeBack, proposer: propose };
