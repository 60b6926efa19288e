import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, PartnerId, StructureId } from '#shared/ids.ts';
import type { Event } from '../../model.ts';
import { shownAmount, type Partner, type PartnerWords, type ShownPartner } from '../../partners.ts';
import { canEditPartner, canManageEvent } from '../../rules.ts';
import { getManagedEventById } from '../queries.ts';
import { hidesEventTexts } from '../withheld/queries.ts';

const ON_THE_LIST = sql<boolean>`p.removed_at is null`;

/** The partners of an edition with their amounts, in their order. @throws NotFound, Forbidden unless she manages it. */
export async function listPartners(
  db: Executor,
  actor: Actor,
  event: EventId
): Promise<{ partners: Partner[]; removed: { id: PartnerId; name: string }[] }> {
  await getManagedEventById(db, actor, event);
  const [partners, removed] = await Promise.all([
    readPartners(db, sql`p.event_id = ${event} and ${ON_THE_LIST}`),
    sql<{ id: PartnerId; name: string }>`
      select id, name from event_partner where event_id = ${event} and removed_at is not null
      order by removed_at desc, id`.execute(db)
  ]);
  return { partners, removed: removed.rows };
}

/** What was given to the actor to write of, without amounts: the partners she works for. */
export async function listOwnPartners(
  db: Executor,
  actor: Actor,
  event: Event
): Promise<PartnerWords[]> {
  const partners = await readPartners(db, sql`p.event_id = ${event.id} and ${ON_THE_LIST}`);
  return partners.filter(({ id }) => canEditPartner(actor, event.place, id)).map(asWords);
}

export type PartnerReading =
  | { readonly manages: true; readonly partner: Partner }
  | { readonly manages: false; readonly partner: PartnerWords };

/**
 * One partner, whole for who manages the edition, in its own words for itself.
 * @throws NotFound, Forbidden
 */
export async function getPartner(
  db: Executor,
  actor: Actor,
  event: Event,
  id: number
): Promise<PartnerReading> {
  const which = sql`p.event_id = ${event.id} and p.id = ${id} and ${ON_THE_LIST}`;
  const [partner] = Number.isSafeInteger(id) ? await readPartners(db, which) : [];
  if (!canEditPartner(actor, event.place, (partner?.id ?? 0) as PartnerId))
    throw new Forbidden('Ce partenaire est confié à d’autres personnes.');
  if (!partner) throw new NotFound('Ce partenaire n’est plus dans la liste de cette rencontre.');
  return canManageEvent(actor, event.place)
    ? { manages: true, partner }
    : { manages: false, partner: asWords(partner) };
}

/** What everybody reads: those who are shown, their amount only where it is wished. Who reads the edition was decided. */
export async function listShownPartners(db: Executor, event: EventId): Promise<ShownPartner[]> {
  const partners = await readPartners(
    db,
    sql`p.event_id = ${event} and ${ON_THE_LIST} and p.shown`
  );
  const { rows } = await sql<{ hidden: boolean }>`
    select ${hidesEventTexts(sql`${event}::bigint`)} as hidden`.execute(db);
  return partners.map((partner) => ({
    ...asWords(partner),
    means: rows[0]?.hidden ? '' : partner.means,
    industry: partner.industry,
    paysFor: partner.industry ? partner.paysFor : '',
    paidTo: partner.industry ? partner.paidTo : '',
    amount: shownAmount(partner)
  }));
}

function asWords(partner: PartnerWords): PartnerWords {
  const { id, name, role, structure, means, website, hasLogo, version } = partner;
  return { id, name, role, structure, means, website, hasLogo, version };
}

async function readPartners(db: Executor, which: RawBuilder<unknown>): Promise<Partner[]> {
  const { rows } = await sql<Partner>`
    select p.id, p.name, p.role, p.means, p.website, p.version, p.logo is not null as "hasLogo",
      case when s.id is not null then json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end as structure,
      p.planned_cents as "plannedCents", p.actual_cents as "actualCents", p.industry,
      p.pays_for as "paysFor", p.paid_to as "paidTo", p.shown, p.amount_shown as "amountShown"
    from event_partner p left join structure s on s.id = p.structure_id
    where ${which} order by p.position, p.id`.execute(db);
  return rows;
}

/**
 * The structure that a form names: by its slug when it was chosen in the list, else by its very name when only one
 * bears it.
 */
export async function findNamedStructure(
  db: Executor,
  named: { readonly name: string; readonly slug: string }
): Promise<StructureId | null> {
  const { rows } = await sql<{ id: StructureId }>`
    select id from structure
    where case when ${named.slug} <> '' then slug = ${named.slug} else lower(name) = lower(${named.name}) end
    limit 2`.execute(db);
  return rows.length === 1 ? rows[0]!.id : null;
}
