import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { loadActor } from '#app/actor.ts';
import { erasePerson } from '#app/people/erasure.ts';
import { purge } from '#app/people/retention.ts';
import { reportContent } from '#app/withholding.ts';
import { reportBarrier } from '#domain/confidentiality/server/barriers/commands.ts';
import { claimStructure, decideClaim } from '#domain/directory/server/affiliations/commands.ts';
import { askForConfirmations } from '#domain/directory/server/confirmations/jobs.ts';
import { invitePeople } from '#domain/directory/server/invitations/commands.ts';
import {
  approveRequest,
  refuseRequest,
  requestToJoin
} from '#domain/directory/server/joining/commands.ts';
import { startJoining } from '#domain/directory/server/joining/confirmation/commands.ts';
import { leaveNetwork } from '#domain/directory/server/leaving/commands.ts';
import { getStructure } from '#domain/directory/server/queries.ts';
import { relayMessage, reportAbuse } from '#domain/directory/server/relay/commands.ts';
import { abuseToken, findPersonRoute } from '#domain/directory/server/relay/queries.ts';
import { suggestError } from '#domain/directory/server/suggestions/commands.ts';
import { escalateSuggestions } from '#domain/directory/server/suggestions/jobs.ts';
import { decideSuggestion } from '#domain/directory/server/suggestions/moderation/commands.ts';
import { addTeamMember } from '#domain/events/server/team/commands.ts';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { requestSignIn } from '#domain/identity/server/sign-in/commands.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { MembershipId, PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { person } from '../factories/people.ts';
import { carpoolMessages } from './carpool-messages.ts';
import { documentMessages } from './document-messages.ts';
import { experienceMessages } from './experience-messages.ts';
import { projectMessages } from './project-messages.ts';
import { interviewMessages } from './interview-messages.ts';
import { invitationMessages } from './invitation-messages.ts';
import { minutesMessages } from './minutes-messages.ts';
import { newsMessages } from './news-messages.ts';
import { pairingMessages } from './pairing-messages.ts';
import { opportunityMessages } from './opportunity-messages.ts';
import { paperMessages } from './paper-messages.ts';
import { placeMessages } from './place-messages.ts';
import { planMessages } from './plan-messages.ts';
import { pollMessages } from './poll-messages.ts';
import { questionMessages } from './question-messages.ts';
import { surveyMessages } from './survey-messages.ts';
import { waveMessages } from './wave-messages.ts';

const SRC = new URL('../../src/', import.meta.url);
const DAY = 86_400_000;
const CLIENT = { cookie: '', userAgent: 'essai', address: '127.0.0.1' };

/** Every kind of message that the product writes: what a `mails.ts` names. */
export function messageKinds(): string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' });
  const mails = files.filter((file) => /(^|[\\/])mails\.ts$/.test(file));
  const kinds = mails.flatMap((file) =>
    [
      ...readFileSync(new URL(file.replaceAll('\\', '/'), SRC), 'utf8').matchAll(
        /(?<!attachment: \{ )\bkind: '(.+?)'/g
      )
    ].map(([, kind]) => kind!)
  );
  return [...new Set(kinds)].sort();
}

/** Gives the invented people and structures of the demonstration addresses that a mail server may be handed. */
export async function giveMailboxes(db: Database): Promise<void> {
  await sql`update person set email = replace(email, '@exemple.test', '@reseau.internal')`.execute(
    db
  );
}

/** Does, on a loaded demonstration, what has each kind of message written. */
export async function provokeMessages(db: Database): Promise<void> {
  const animator = await personOf(db, 'salome.essai');
  const administrator = await personOf(db, 'aline.calque');
  const here = await getTerritory(db, 'trois-confluents');
  const elsewhere = await getTerritory(db, 'pays-de-brest');
  const hers = await getStructure(db, 'cpts-montvermeil');

  await absence(db);
  await confirmations(db, hers.id, here.id);
  await requestSignIn(
    db,
    CLIENT,
    { email: 'lucie.esquisse@reseau.internal', next: '/annuaire' },
    0
  );
  await invitations(db, animator, here);
  await requests(db, animator, administrator, { here, elsewhere });
  await claims(db, animator, here.id, hers.id);
  await relays(db, animator);
  await suggestions(db, administrator, hers.id);
  await reportBarrier(
    db,
    { page: '/annuaire', happened: 'La carte se zoome mal.', used: '', email: '' },
    { address: '127.0.0.1', reread: false }
  );
  await reportContent(db, VISITOR, { kind: 'structure', key: 'cpts-montvermeil' }, {});
  await teams(db, animator, here.id);
  await pollMessages(db, animator, here.id);
  await invitationMessages(db, animator, here.id);
  await carpoolMessages(db, here.id);
  await documentMessages(db, animator, here.id);
  await experienceMessages(db, animator, here.id);
  await projectMessages(db, animator, here.id);
  await interviewMessages(db, animator, here.id);
  await minutesMessages(db, animator, here.id);
  await pairingMessages(db, animator, here.id);
  await paperMessages(db, animator, here.id);
  await placeMessages(db, animator, here.id);
  await planMessages(db, animator, here.id);
  await opportunityMessages(db, animator, here.id);
  await questionMessages(db, animator, here.id);
  await surveyMessages(db, animator, here.id);
  await waveMessages(db, animator, here.id);
  await newsMessages(db, animator, here.id);
  await departures(db, here, elsewhere);
}

/** Somebody joins the team of an edition. */
async function teams(db: Database, animator: PersonActor, territory: TerritoryId): Promise<void> {
  const { id } = await anEvent(db, territory);
  const welcome = { role: 'reception', session: null, partner: null } as const;
  await addTeamMember(db, animator, id, { ...welcome, email: 'tom.brouillon@reseau.internal' });
}

async function personOf(db: Database, name: string): Promise<PersonActor> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', `${name}@reseau.internal`)
    .executeTakeFirstOrThrow();
  return (await loadActor(db, row.id as PersonId)) as PersonActor;
}

/** Somebody who has not come for years is warned. */
async function absence(db: Database): Promise<void> {
  const { id } = await person(db, { name: 'Ana Lointaine', email: 'ana@reseau.internal' });
  await sql`update person set created_at = now() - interval '20 years' where id = ${id}`.execute(
    db
  );
  await purge(db, new Date());
}

/** One fiche is due, and has somebody to ask; another has nobody: its animators are told. */
async function confirmations(db: Database, hers: StructureId, here: TerritoryId): Promise<void> {
  const { rows } = await sql<{ id: StructureId }>`
    select s.id from structure s join structure_territory st on st.structure_id = s.id
    where st.territory_id = ${here} and s.id <> ${hers} and s.merged_into is null and s.status = 'active'
      and not exists (select from affiliation a where a.structure_id = s.id)
    order by s.id limit 1`.execute(db);
  const alone = rows[0]!.id;
  await sql`update structure set confirmation_paused = id not in (${hers}, ${alone})`.execute(db);
  await sql`update structure set email = '' where id = ${alone}`.execute(db);
  await sql`update structure set confirmed_at = now() - interval '3 years'
    where id in (${hers}, ${alone})`.execute(db);
  await askForConfirmations(db, new Date());
}

type Place = Awaited<ReturnType<typeof getTerritory>>;

async function invitations(db: Database, animator: PersonActor, place: Place): Promise<void> {
  const guests = [{ email: 'invitee@reseau.internal', name: 'Inès Conviée' }];
  const said = { role: 'member', structure: null, message: '', reread: false } as const;
  await invitePeople(db, animator, { ...said, place, guests });
}

async function requests(
  db: Database,
  animator: PersonActor,
  administrator: PersonActor,
  { here, elsewhere }: { here: Place; elsewhere: Place }
): Promise<void> {
  const words = { profession: 'Coordinatrice', motive: 'Connaître le réseau', structure: null };
  const said = { ...words, referent: false, reread: false };
  const newcomer = { name: 'Nina Venue', email: 'nina@reseau.internal', from: '127.0.0.1' };
  await startJoining(db, { ...said, ...newcomer, territory: here });
  const member = await person(db, { name: 'Olga Venue', email: 'olga@reseau.internal' });
  for (const territory of [here, elsewhere])
    await requestToJoin(db, member, { ...said, territory });
  const asked = async (territory: TerritoryId) => ({
    territory,
    membership: await membershipOf(db, member, territory)
  });
  await approveRequest(db, animator, { ...(await asked(here.id)), place: here, referent: false });
  await refuseRequest(db, administrator, {
    ...(await asked(elsewhere.id)),
    ...{ place: elsewhere, reason: 'other', words: 'Le réseau est complet.', reread: true }
  });
}

async function membershipOf(db: Database, { id }: PersonActor, territory: TerritoryId) {
  const row = await db
    .selectFrom('membership')
    .select('id')
    .where('person_id', '=', id)
    .where('territory_id', '=', territory)
    .executeTakeFirstOrThrow();
  return row.id as MembershipId;
}

async function claims(
  db: Database,
  animator: PersonActor,
  here: TerritoryId,
  structure: StructureId
) {
  const roles = [{ territory: here, role: 'member' }] as const;
  const actor = await person(db, { name: 'Rita Garante', email: 'rita@reseau.internal', roles });
  await claimStructure(db, actor, { structure, note: '', reread: false });
  const answer = { approve: false, words: '', reread: false };
  await decideClaim(db, animator, { structure, person: actor.id, ...answer });
}

/** Two messages: one is reported here, the other is left for whoever received it. */
async function relays(db: Database, animator: PersonActor): Promise<void> {
  const { id } = await personOf(db, 'lucie.esquisse');
  const route = await findPersonRoute(db, animator, id);
  const said = { name: '', email: '', message: 'Pouvons-nous nous rencontrer au printemps ?' };
  const options = { reread: false, copy: true, address: '127.0.0.1' };
  for (const subject of ['Une rencontre', 'Une autre rencontre'])
    await relayMessage(db, animator, route, { ...said, subject }, options);
  const first = await db
    .selectFrom('relay_message')
    .select('id')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  await reportAbuse(db, VISITOR, abuseToken(first.id));
}

async function suggestions(db: Database, administrator: PersonActor, structure: StructureId) {
  const author = { authorName: '', authorEmail: 'voisine@reseau.internal' };
  const said = { part: 'phone', text: 'Le numéro a changé.', source: '', ...author } as const;
  const sender = { address: '127.0.0.1', reread: false };
  const ids = [];
  for (let time = 0; time < 2; time++) {
    const kept = await suggestError(db, VISITOR, { ...said, structure }, sender, new Date());
    if (kept.ok) ids.push(kept.id);
  }
  const decision = { accept: false, refusal: 'unverified' as never, more: '' } as const;
  await decideSuggestion(db, administrator, ids[0]!, decision, new Date());
  await escalateSuggestions(db, new Date(Date.now() + 40 * DAY));
}

/** A référente leaves her fiche to nobody; the only animator of a territory erases her account. */
async function departures(db: Database, here: Place, elsewhere: Place): Promise<void> {
  const left = await getStructure(db, 'cpts-val-mirabelle');
  await sql`delete from affiliation where structure_id = ${left.id}`.execute(db);
  const leaving = await person(db, {
    ...{ name: 'Sonia Partante', email: 'sonia@reseau.internal', referentOf: [left.id] },
    roles: [{ territory: here.id, role: 'member' }]
  });
  const membership = await membershipOf(db, leaving, here.id);
  await leaveNetwork(db, leaving, { territory: here.id, membership, place: here });
  const last = await person(db, {
    ...{ name: 'Tess Solitaire', email: 'tess@reseau.internal' },
    roles: [{ territory: elsewhere.id, role: 'animator' }]
  });
  await erasePerson(db, last, last.id, 'tess@reseau.internal');
}
