/** The gestures of those who write together, and of who was asked to read before the others. */
import { fail, redirect } from '@sveltejs/kit';
import { pageOf } from '#domain/sharing/model.ts';
import { CO_AUTHOR_ROLES, type CoAuthorRole } from '#domain/sharing/people.ts';
import { askCoAuthor, leaveCoAuthors, sayReady } from '#domain/sharing/server/people/commands.ts';
import { searchNamed, type OfferedMember } from '#domain/sharing/server/people/queries.ts';
import type { PersonId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import { text } from '../../../gestion/rencontres/reading.ts';
import { askedExperience, askedWritten, type Asked } from './asked.ts';

/** What a refused invitation shows again. */
export interface AskAnswer {
  readonly name: string;
  readonly role: CoAuthorRole;
  readonly errors: Readonly<Record<string, string>>;
  /** Namesakes, or those whose name looks like it. */
  readonly choices: readonly OfferedMember[];
}

async function ask(asked: Asked) {
  const { db, actor } = asked.locals;
  const experience = await askedWritten(asked);
  const form = await asked.request.formData();
  const role = CO_AUTHOR_ROLES.find((one) => one === text(form, 'role')) ?? 'writer';
  const name = text(form, 'nom').slice(0, 200);
  const refuse = (message: string, choices: readonly OfferedMember[] = []) =>
    fail(400, {
      name,
      role,
      errors: { nom: `Qui\u00a0: ${message}` },
      choices
    } satisfies AskAnswer);
  const found = await searchNamed(db, experience.territory.id, name);
  const chosen = text(form, 'personne') || onlyOne(found, name)?.id;
  if (!chosen)
    return found.length > 0
      ? refuse('plusieurs membres du réseau répondent à ce nom, choisissez', found)
      : refuse('aucun membre du réseau ne porte ce nom. Seuls ses membres peuvent écrire ici');
  const outcome = await askCoAuthor(db, actor, experience.id, {
    ...{ person: chosen as PersonId, role }
  });
  if (!outcome.ok) return refuse(REFUSED[outcome.reason]);
  redirect(303, `${pageOf(experience)}/personnes?fait=${outcome.isNew ? 'demande' : 'deja'}`);
}

const REFUSED = {
  author: 'cette personne en est l’auteur',
  many: 'vingt personnes écrivent ou relisent déjà, retirez-en une d’abord',
  stranger: 'cette personne n’est plus membre de ce réseau'
};

function onlyOne(found: readonly OfferedMember[], typed: string) {
  const exact = found.filter(({ name }) => normalise(name) === normalise(typed));
  return exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : undefined;
}

async function takeOff(asked: Asked) {
  const experience = await askedWritten(asked);
  const person = text(await asked.request.formData(), 'personne') as PersonId;
  const known = [...experience.writers, ...experience.reviewers].some(({ id }) => id === person);
  const { db, actor } = asked.locals;
  if (known) await leaveCoAuthors(db, actor, experience.id, person);
  const isHerself = actor.kind === 'person' && actor.id === person;
  redirect(303, isHerself ? '/partage/experiences' : `${pageOf(experience)}/personnes?fait=retire`);
}

/** She leaves by herself: what she wrote stays. */
async function leave(asked: Asked) {
  const experience = await askedExperience(asked);
  const { db, actor } = asked.locals;
  if (actor.kind === 'person') await leaveCoAuthors(db, actor, experience.id, actor.id);
  redirect(303, '/partage/experiences');
}

async function tellReady(asked: Asked) {
  const experience = await askedExperience(asked);
  const form = await asked.request.formData();
  const { db, actor } = asked.locals;
  const isReady = !form.has('reprendre');
  await sayReady(db, actor, experience.id, { isReady, now: new Date() });
  redirect(303, `${pageOf(experience)}/relecture?fait=${isReady ? 'pret' : 'pas-pret'}`);
}

/** Of the page of the people. */
export const peopleActions = { inviter: ask, enlever: takeOff };
/** Of any page of it. */
export const coWritingActions = { quitter: leave, pret: tellReady };
