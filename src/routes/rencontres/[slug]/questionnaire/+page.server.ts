import { redirect } from '@sveltejs/kit';
import { getEvent } from '#domain/events/server/queries.ts';
import { sendSurveyLinks } from '#domain/surveys/server/links/commands.ts';
import { listPublished } from '#domain/surveys/server/publication/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url, setHeaders }) => {
  const event = await getEvent(db, actor, params.slug);
  const asked = url.searchParams;
  const holding = { place: asked.get('place') ?? '', link: asked.get('lien') ?? '' };
  if (holding.place || holding.link) setHeaders({ 'cache-control': 'private, no-store' });
  const { published, isOpen } = await listPublished(db, actor, event, holding, new Date());
  const { slug, title, startsAt, endsAt, timeZone, venueName, communeName, kind } = event;
  return {
    event: { slug, title, startsAt, endsAt, timeZone, venueName, communeName, kind },
    ...{ published, isOpen },
    sent: asked.has('envoye')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor, address }, params, request }) => {
    const event = await getEvent(db, actor, params.slug);
    const email = String((await request.formData()).get('adresse') ?? '');
    await sendSurveyLinks(db, event, { email, address }, new Date());
    redirect(303, `/rencontres/${event.slug}/questionnaire?envoye`);
  }
};
