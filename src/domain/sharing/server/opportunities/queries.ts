import { sql, type RawBuilder } from 'kysely';
import type { Mailbox, Route } from '#domain/directory/server/relay/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import { daysBetween } from '#shared/dates.ts';
import { NotFound } from '#shared/errors.ts';
import type { ContributionId, PersonId, TerritoryId } from '#shared/ids.ts';
import type { OpportunityType } from '../../details.ts';
import { pageOf, type Contribution } from '../../model.ts';
import { isOver } from '../../opportunities.ts';
import { canModerate, canWrite } from '../../rules.ts';
import {
  findContribution,
  getContribution,
  listContributions,
  type ContributionFilter,
  type ContributionList,
  type Page
} from '../queries.ts';
import { sayingAll } from '../words/queries.ts';

export interface OpportunityFilter extends Pick<ContributionFilter, 'territory' | 'commune'> {
  readonly type?: OpportunityType | undefined;
  /** Words of the profession, of the title or of the summary. */
  readonly words?: string | undefined;
}

/** What is offered today and an actor may read, what goes first first. */
export function listOpportunities(
  db: Executor,
  actor: Actor,
  { type, words, commune, ...filter }: OpportunityFilter,
  { page, today }: { readonly page: Page; readonly today: string }
): Promise<ContributionList<'opportunity'>> {
  const said = sayingAll(ITS_WORDS, words ?? '');
  const asked = [
    sql<boolean>`o.expires_on >= ${today}::date`,
    ...(type ? [sql<boolean>`o.type = ${type}`] : []),
    ...(commune ? [near(commune)] : []),
    ...(said ? [said] : [])
  ];
  const also = sql<boolean>`exists (select from opportunity o
    where o.contribution_id = c.id and ${sql.join(asked, sql` and `)})`;
  return listContributions(
    db,
    actor,
    { ...filter, kinds: ['opportunity'], also },
    page,
    sql`(select o.expires_on from opportunity o where o.contribution_id = c.id), c.id`
  );
}

/** In that commune, or anywhere in the place of the opportunity when it names no commune. */
const near = (commune: string): RawBuilder<boolean> =>
  sql`(o.commune_code = ${commune} or (o.commune_code is null and exists (select from perimeter_commune x
    where x.perimeter_id = coalesce(c.perimeter_id, t.perimeter_id) and x.commune_code = ${commune})))`;

const ITS_WORDS = sql`concat_ws(' ', o.profession, c.title, c.summary, o.place)`;

/**
 * An opportunity as its page shows it.
 * @throws NotFound when there is none that the actor may read, or when it is over, but for those who write or moderate it.
 */
export async function getOpportunity(
  db: Executor,
  actor: Actor,
  slug: string,
  today: string
): Promise<Contribution<'opportunity'>> {
  const found = await getContribution(db, actor, { kind: 'opportunity', slug });
  const isHers = canWrite(actor, found.place) || canModerate(actor, found.place);
  if (isOver(found.details, today) && !isHers)
    throw new NotFound('Cette annonce n’est plus proposée\u00a0: son dernier jour est passé.');
  return found;
}

/** The name of the commune of an opportunity; nothing when it has none. */
export async function findCommuneName(db: Executor, code: string | null): Promise<string> {
  if (code === null) return '';
  const row = await db
    .selectFrom('commune')
    .select('name')
    .where('code', '=', code)
    .executeTakeFirst();
  return row?.name ?? '';
}

/**
 * Where an answer to an opportunity goes: to those who write it, else to who answers for the structures that carry it.
 * Addresses stay on the server. @throws NotFound
 */
export async function findOpportunityRoute(
  db: Executor,
  actor: Actor,
  slug: string,
  today: string
): Promise<Route> {
  const found = await getOpportunity(db, actor, slug, today);
  const { territory, carriers, status, place } = found;
  const people =
    status === 'published' && !place.removed && !place.hidden
      ? await listKeepers(db, found.id, territory.id)
      : [];
  return {
    name: carriers[0]?.label ?? 'la personne qui a publié cette annonce',
    page: pageOf(found),
    reachable: people.length > 0,
    phone: '',
    structure: null,
    person: people[0]?.id ?? null,
    mailboxes: people.map(({ name, email }): Mailbox => ({ name, address: email }))
  };
}

export interface Keeper {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

/** Who keeps an opportunity: those who write it and are still of the network, else who answers for its structures. */
export async function listKeepers(
  db: Executor,
  id: ContributionId,
  territory: TerritoryId
): Promise<Keeper[]> {
  const { rows } = await sql<Keeper & { writes: boolean }>`
    select p.id, p.name, p.email, w.person is not null as writes from person p
    left join (select author_id as person from contribution where id = ${id} and author_id is not null
      union select person_id from contribution_person where contribution_id = ${id} and role = 'writer') w on w.person = p.id
    where p.suspended_at is null and exists (select from membership m where m.person_id = p.id
        and m.territory_id = ${territory} and m.status = 'active' and m.role <> 'reception')
      and (w.person is not null or exists (select from affiliation a join contribution_structure x on x.structure_id = a.structure_id
        where a.person_id = p.id and a.referent and a.status = 'active'
          and x.contribution_id = ${id} and x.role = 'carrier'))
    order by p.name, p.id limit 10`.execute(db);
  const writers = rows.filter(({ writes }) => writes);
  return writers.length > 0 ? writers : rows;
}

const PURPOSE = 'opportunity';

/** The link that prolongs an opportunity: it serves for one last day only. */
export function prolongToken(id: ContributionId, expiresOn: string): string {
  return writeRowToken(PURPOSE, id, versionOf(expiresOn));
}

const versionOf = (expiresOn: string) => daysBetween('2000-01-01', expiresOn);

export interface Prolongable {
  readonly offer: Contribution<'opportunity'>;
  /** It has served, or its last day was changed otherwise: it does nothing more. */
  readonly isUsed: boolean;
}

/** What a link prolongs, or has prolonged. @throws NotFound when it is not ours, or what it names was taken off since. */
export async function getByProlongToken(db: Executor, token: string): Promise<Prolongable> {
  const read = readRowToken<ContributionId>(PURPOSE, token);
  const contribution = read && (await findContribution(db, { id: read.id }));
  const offer =
    contribution?.kind === 'opportunity' ? (contribution as Contribution<'opportunity'>) : null;
  const isFor = (day: string) => read?.isOf(versionOf(day)) ?? false;
  const isUsed = offer !== null && !isFor(offer.details.expiresOn);
  if (!offer || (isUsed && !(await listLastDays(db, offer.id)).some(isFor)))
    throw new NotFound(
      'Ce lien n’est pas complet, ou ne désigne aucune annonce\u00a0: reprenez-le dans le courriel.'
    );
  if (offer.status !== 'published' || offer.place.removed || offer.place.hidden)
    throw new NotFound('Cette annonce n’est plus en ligne.');
  return { offer, isUsed };
}

/** The last days that an opportunity has had, one by one. */
async function listLastDays(db: Executor, id: ContributionId): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct document ->> 'details.expiresOn' as day from contribution_version
    where contribution_id = ${id} and document ->> 'details.expiresOn' is not null`.execute(db);
  return rows.map(({ day }) => day);
}
