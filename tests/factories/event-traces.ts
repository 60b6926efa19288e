import type { PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, RegistrationId, TerritoryId } from '#shared/ids.ts';
import { someoneOnTheDay } from './day-traces.ts';
import { anEvent, aSession } from './events.ts';

/** Long past, and long to come, whenever the tests run. */
const PAST = { startsAt: '2020-03-19T08:00:00Z', endsAt: '2020-03-19T16:00:00Z' };
const FUTURE = { startsAt: '2099-03-19T08:00:00Z', endsAt: '2099-03-19T16:00:00Z' };

interface Named {
  readonly actor: PersonActor;
  readonly name: string;
  readonly email: string;
}

/** Leaves a trace of somebody wherever rencontres keep one: an edition past, one to come. */
export async function someoneInEvents(db: Database, territory: TerritoryId, who: Named) {
  const past = await anEvent(db, territory, { ...PAST, title: 'Édition passée' });
  const coming = await anEvent(db, territory, { ...FUTURE, title: 'Édition à venir', capacity: 1 });
  await organises(db, past.id, who);
  await isAsked(db, past.id, who);
  const registrations = {
    past: await isRegistered(db, past.id, who),
    coming: await isRegistered(db, coming.id, who)
  };
  await writes(db, past.id, who);
  await someoneOnTheDay(db, past.id, registrations.past, who);
  return { past: past.id, coming: coming.id, registrations };
}

async function organises(db: Database, event: EventId, { actor, name }: Named): Promise<void> {
  await db
    .updateTable('event')
    .set({ contact_name: name, description: `Avec ${name}.`, created_by: actor.id })
    .where('id', '=', event)
    .execute();
  const session = await aSession(db, event);
  await db
    .updateTable('programme_session')
    .set({ description: `Animé par ${name}.` })
    .where('id', '=', session)
    .execute();
  await db.insertInto('event_speaker').values({ event_id: event, name }).execute();
  await db
    .insertInto('event_partner')
    .values({ event_id: event, name: 'Laboratoire fictif', role: 'funder', paid_to: name })
    .execute();
  await db
    .insertInto('event_relay')
    .values({ event_id: event, name: 'Ordre', code: 'ordre', message: `Écrire à ${name}` })
    .execute();
  await db
    .insertInto('event_team_member')
    .values({ event_id: event, person_id: actor.id, role: 'organiser' })
    .execute();
  await db
    .insertInto('event_task')
    .values({
      event_id: event,
      title: `Appeler ${name}`,
      days_before: 3,
      assignee_id: actor.id,
      done_by: name
    })
    .execute();
}

async function isAsked(db: Database, event: EventId, { actor, name, email }: Named): Promise<void> {
  const { id: poll } = await db
    .insertInto('date_poll')
    .values({
      event_id: event,
      message: `De la part de ${name}`,
      closed_at: '2020-02-01T08:00:00Z'
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: slot } = await db
    .insertInto('date_poll_slot')
    .values({ poll_id: poll, starts_at: PAST.startsAt, ends_at: PAST.endsAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  const [guest] = await db
    .insertInto('date_poll_guest')
    .values([
      { poll_id: poll, email, name, person_id: actor.id, comment: 'Plutôt le matin' },
      { poll_id: poll, email: 'autre@exemple.test', comment: `Comme ${name}` }
    ])
    .returning('id')
    .execute();
  await db
    .insertInto('date_poll_answer')
    .values({ guest_id: guest!.id, slot_id: slot, answer: 'yes' })
    .execute();
}

async function isRegistered(
  db: Database,
  event: EventId,
  { actor, name, email }: Named
): Promise<RegistrationId> {
  const { id: group } = await db
    .insertInto('registration_group')
    .values({ event_id: event, name, email })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: question } = await db
    .insertInto('registration_question')
    .values({ event_id: event, kind: 'text', label: 'Une attente ?' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('registration')
    .values({
      event_id: event,
      email,
      first_name: 'Zoé',
      last_name: name,
      profession_code: 'infirmier',
      profession_label: `Infirmière (${name})`,
      structure_label: `Cabinet ${name}`,
      status: 'confirmed',
      group_id: group,
      person_id: actor.id
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('registration_need')
    .values({ registration_id: id, meal: 'Sans gluten', access: `Accès pour ${name}` })
    .execute();
  await db
    .insertInto('registration_answer')
    .values({ registration_id: id, question_id: question, value: `Je suis ${name}` })
    .execute();
  await db
    .insertInto('carpool_entry')
    .values({ event_id: event, registration_id: id, kind: 'offer', note: `Demander ${name}` })
    .execute();
  await isInterviewed(db, event, id, { actor, name, email });
  return id as RegistrationId;
}

async function isInterviewed(
  db: Database,
  event: EventId,
  registration: number,
  { name, email }: Named
): Promise<void> {
  const [, other] = await db
    .insertInto('interview_host')
    .values([
      { event_id: event, name, email },
      { event_id: event, name: 'Autre', email: 'hote@exemple.test', description: `Avec ${name}` }
    ])
    .returning('id')
    .execute();
  await db
    .insertInto('interview_slot')
    .values({
      host_id: other!.id,
      starts_at: PAST.startsAt,
      ends_at: PAST.endsAt,
      registration_id: registration,
      booked_at: '2020-01-01T08:00:00Z'
    })
    .execute();
}

async function writes(db: Database, event: EventId, { actor, name, email }: Named): Promise<void> {
  await db
    .insertInto('event_invitation')
    .values([
      { event_id: event, email, name, person_id: actor.id, origin: 'members' },
      {
        event_id: event,
        email: 'invite@exemple.test',
        origin: 'pasted',
        comment: `${name} viendra`
      }
    ])
    .execute();
  await db
    .insertInto('event_message')
    .values({
      event_id: event,
      kind: 'news',
      subject: `Un mot de ${name}`,
      body: `Répondez à ${email}`,
      audience: JSON.stringify({ search: name }),
      sent_by: name
    })
    .execute();
  await db
    .insertInto('registration_trace')
    .values({
      event_id: event,
      actor_label: name,
      action: 'move',
      detail: JSON.stringify({ of: email })
    })
    .execute();
}
