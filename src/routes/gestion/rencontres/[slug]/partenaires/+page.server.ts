import { fail, redirect } from '@sveltejs/kit';
import { addUp, listFunders } from '#domain/events/budget.ts';
import { newPartnerInput } from '#domain/events/partners.ts';
import { canManageEvent } from '#domain/events/rules.ts';
import { getBudget } from '#domain/events/server/budget/queries.ts';
import { createPartner } from '#domain/events/server/partners/commands.ts';
import {
  erasePartner,
  movePartner,
  removePartner,
  restorePartner
} from '#domain/events/server/partners/listing/commands.ts';
import { listOwnPartners, listPartners } from '#domain/events/server/partners/queries.ts';
import { getEvent, getManagedEvent } from '#domain/events/server/queries.ts';
import type { PartnerId } from '#shared/ids.ts';
import { errorsOf, text } from '../../reading.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getEvent(db, actor, params.slug);
  if (!canManageEvent(actor, event.place))
    return { mine: await listOwnPartners(db, actor, event), listed: null };
  const [{ partners, removed }, { lines }] = await Promise.all([
    listPartners(db, actor, event.id),
    getBudget(db, actor, event.id)
  ]);
  return {
    mine: null,
    listed: {
      ...{ partners, removed, totals: addUp(lines, partners) },
      funders: listFunders(partners).map(({ funder, ...rest }) => ({ ...rest, name: funder.name })),
      gone: removed.find(({ id }) => String(id) === url.searchParams.get('retire')) ?? null,
      back: partners.find(({ id }) => String(id) === url.searchParams.get('remis')) ?? null
    }
  };
};

/** The edition, and the partner whose button was pressed. */
async function pressed({ locals: { db, actor }, params, request }: RequestEvent) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const partner = (Number(form.get('partenaire')) || 0) as PartnerId;
  return { db, actor, form, which: { event: id, partner } };
}

export const actions: Actions = {
  ajouter: async (event) => {
    const { db, actor, form, which } = await pressed(event);
    const typed = { name: text(form, 'nom'), role: text(form, 'role') };
    const parsed = newPartnerInput.safeParse(typed);
    if (!parsed.success)
      return fail(400, {
        typed,
        errors: errorsOf(parsed.error, { name: 'nom' }, { nom: 'Nom', role: 'Rôle' })
      });
    const input = { ...parsed.data, structure: text(form, 'structure') };
    redirect(303, `./partenaires/${await createPartner(db, actor, which.event, input)}?ajoute`);
  },
  deplacer: async (event) => {
    const { db, actor, form, which } = await pressed(event);
    await movePartner(db, actor, which, form.get('vers') === 'haut' ? 'up' : 'down');
    redirect(303, `?#partenaire-${which.partner}`);
  },
  retirer: async (event) => {
    const { db, actor, which } = await pressed(event);
    await removePartner(db, actor, which, new Date());
    redirect(303, `?retire=${which.partner}`);
  },
  remettre: async (event) => {
    const { db, actor, which } = await pressed(event);
    await restorePartner(db, actor, which);
    redirect(303, `?remis=${which.partner}`);
  },
  effacer: async (event) => {
    const { db, actor, which } = await pressed(event);
    await erasePartner(db, actor, which);
    redirect(303, '?');
  }
};
