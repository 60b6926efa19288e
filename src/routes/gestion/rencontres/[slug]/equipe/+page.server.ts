import { fail, redirect } from '@sveltejs/kit';
import { TEAM_ROLES, type TeamRole } from '#domain/events/model.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { addTeamMember, removeTeamMember } from '#domain/events/server/team/commands.ts';
import { listEntrustable, listTeam } from '#domain/events/server/team/queries.ts';
import { listAnimatorNames } from '#domain/territory/server/memberships/queries.ts';
import type { PartnerId, ProgrammeSessionId } from '#shared/ids.ts';
import { text } from '../../reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id, territory } = await getManagedEvent(db, actor, params.slug);
  const [team, entrustable, animators] = await Promise.all([
    listTeam(db, actor, id),
    listEntrustable(db, id),
    listAnimatorNames(db, territory.id)
  ]);
  return {
    ...{ team, animators, added: url.searchParams.get('ajout') },
    things: [
      ...entrustable.sessions.map((one) => ({ value: `seance:${one.id}`, label: one.title })),
      ...entrustable.partners.map((one) => ({
        value: `partenaire:${one.id}`,
        label: `Présentation de ${one.name}`
      }))
    ]
  };
};

const REFUSALS = {
  'no-account': {
    courriel:
      'Adresse e-mail\u00a0: personne n’a de compte à cette adresse. Invitez d’abord cette personne dans le réseau.'
  },
  already: { courriel: 'Adresse e-mail\u00a0: cette personne a déjà ce rôle.' },
  'nothing-entrusted': {
    confie: 'Ce qui lui est confié\u00a0: choisissez un atelier, un stand ou une présentation.'
  }
};

export const actions: Actions = {
  ajouter: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = {
      ...{ email: text(form, 'courriel'), role: text(form, 'role'), thing: text(form, 'confie') }
    };
    const role = TEAM_ROLES.find((one): one is TeamRole => one === typed.role);
    if (!role) return fail(400, { typed, errors: { role: 'Rôle\u00a0: choisissez-en un.' } });
    if (!/^[^@\s]+@[^@\s]+$/.test(typed.email))
      return fail(400, {
        typed,
        errors: { courriel: 'Adresse e-mail\u00a0: elle n’est pas complète.' }
      });
    const [kind, number] = typed.thing.split(':');
    const thing = Number(number);
    const outcome = await addTeamMember(db, actor, id, {
      ...{ email: typed.email, role },
      session: kind === 'seance' ? (thing as ProgrammeSessionId) : null,
      partner: kind === 'partenaire' ? (thing as PartnerId) : null
    });
    if (!outcome.ok) return fail(400, { typed, errors: REFUSALS[outcome.reason] });
    redirect(303, `?ajout=${encodeURIComponent(outcome.name)}`);
  },
  retirer: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    await removeTeamMember(db, actor, id, Number((await request.formData()).get('numero')));
    redirect(303, '?');
  }
};
