import { fail, redirect } from '@sveltejs/kit';
import { findStructureMeant } from '#domain/directory/server/joining/queries.ts';
import { speakerInput } from '#domain/events/programme.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import {
  createSpeaker,
  deleteSpeaker,
  updateSpeaker
} from '#domain/events/server/programme/speakers/commands.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import type { SpeakerId } from '#shared/ids.ts';
import { errorsOf } from '../session-form.ts';
import type { Actions, PageServerLoad } from './$types';

const FIELDS: Record<string, string> = {
  name: 'nom',
  title: 'fonction',
  structureLabel: 'structure'
};

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const { speakers, sessions } = await getProgramme(db, event.id);
  return {
    speakers: speakers.map((speaker) => ({
      ...speaker,
      sessions: sessions
        .filter((one) => one.speakers.some((who) => who.speaker === speaker.id))
        .map(({ title }) => title)
    })),
    done: url.searchParams.get('fait')
  };
};

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const typed = {
      nom: text('nom'),
      fonction: text('fonction'),
      structure: text('structure'),
      choix: text('choix')
    };
    const speaker = (Number(form.get('qui')) || 0) as SpeakerId;
    // A name that is not in the directory stays a name.
    const meant = await findStructureMeant(db, event.territory, {
      slug: typed.choix,
      text: typed.structure
    });
    const parsed = speakerInput.safeParse({
      name: typed.nom,
      title: typed.fonction,
      structure: meant.kind === 'one' ? meant.structure.id : null,
      structureLabel: meant.kind === 'one' ? '' : typed.structure
    });
    const refuse = (errors: Record<string, string>) => fail(400, { speaker, typed, errors });
    if (!parsed.success) return refuse(errorsOf(parsed.error.issues, FIELDS));
    if (!speaker) await createSpeaker(db, actor, event.id, parsed.data);
    else if (!(await updateSpeaker(db, actor, { event: event.id, speaker }, parsed.data)))
      return refuse({ nom: 'Cette personne a été retirée entre-temps : ajoutez-la de nouveau.' });
    redirect(303, `?fait=${speaker ? 'modifie' : 'ajoute'}`);
  },

  retirer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const speaker = Number((await request.formData()).get('qui')) as SpeakerId;
    await deleteSpeaker(db, actor, { event: event.id, speaker });
    redirect(303, '?fait=retire');
  }
};
