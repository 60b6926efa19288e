import { redirect } from '@sveltejs/kit';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import { isMemberOfAny } from '#domain/identity/rules.ts';
import { blankContribution } from '#domain/sharing/forms/fields.ts';
import { publish } from '#domain/sharing/server/publishing/commands.ts';
import { Forbidden } from '#shared/errors.ts';
import { fieldChoices } from '../../choosing.ts';
import { readTyped } from '../../reading.ts';
import { openContribution, type Answer, type Asked } from '../../saving.ts';
import { alike, askingChoices, readAsking, withItsTheme } from '../asking.ts';
import type { Alike } from '../typed.ts';
import type { Actions, PageServerLoad } from './$types';

const MEMBERS = 'Poser une question est réservé aux membres d’un réseau.';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const me = asMember(actor);
  const choices = await fieldChoices(db, actor);
  // A search that found nothing leads here with its words.
  const title = (url.searchParams.get('q') ?? '').slice(0, 200);
  const blank = { ...blankContribution(choices.territories[0]?.value ?? ''), title };
  return {
    ...{ blank, choices, me: me.id, asking: await askingChoices(db) },
    alike: await alike(db, actor, { text: title })
  };
};

/** @throws Forbidden unless she is a member of some network. */
function asMember(actor: Actor): PersonActor {
  if (actor.kind !== 'person') throw new Forbidden(MEMBERS);
  const territories = actor.memberships.map((one) => one.territory);
  if (!isMemberOfAny(actor, territories)) throw new Forbidden(MEMBERS);
  return actor;
}

/** What a form that was not taken shows again. */
type Shown = Answer & { readonly alike: readonly Alike[] };

async function ask(asked: Asked, then: 'publish' | 'keep') {
  const { db, actor } = asked.locals;
  asMember(actor);
  const form = await asked.request.formData();
  const details = readAsking(form);
  const opened = await openContribution(asked.locals, {
    ...{ form: withItsTheme(form, details), kind: 'question', details }
  });
  if (!opened.ok) return opened.failure;
  if (then === 'publish') await publish(db, actor, opened.id, new Date());
  redirect(303, `/partage/questions/${opened.slug}?fait=${then === 'publish' ? 'posee' : 'garde'}`);
}

export const actions: Actions = {
  poser: (asked) => ask(asked, 'publish'),
  brouillon: (asked) => ask(asked, 'keep'),
  /** Shows what resembles it; writes nothing. */
  chercher: async ({ locals: { db, actor }, request }): Promise<Shown> => {
    asMember(actor);
    const form = await request.formData();
    const typed = readTyped(form);
    const text = `${typed.title} ${typed.texts['body'] ?? ''}`;
    const { askedTo, theme, structureType } = readAsking(form);
    const own = { 'a-qui': [askedTo], 'a-theme': [theme ?? ''], 'a-type': [structureType ?? ''] };
    return { typed, own, alike: await alike(db, actor, { text }) };
  }
};
