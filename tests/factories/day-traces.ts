import type { PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';

/** The hours of the edition that is past. */
const CAME_AT = '2020-03-19T08:12:34Z';
const NOON = '2020-03-19T11:00:00Z';

interface Named {
  readonly actor: PersonActor;
  readonly name: string;
  readonly email: string;
}

/** Leaves a trace of somebody wherever the day itself and what follows it keep one. */
export async function someoneOnTheDay(
  db: Database,
  event: EventId,
  registration: RegistrationId,
  who: Named
): Promise<void> {
  await comesIn(db, event, registration, who);
  await signs(db, event, registration, who);
  await answers(db, event, registration, who);
  await isWrittenDown(db, event, who);
  await worksOnPerimeters(db, event, who);
  await sits(db, event, registration, who);
}

async function sits(
  db: Database,
  event: EventId,
  registration: RegistrationId,
  { actor, name }: Named
): Promise<void> {
  await db.insertInto('table_plan').values({ event_id: event }).execute();
  await db
    .insertInto('table_plan_round')
    .values({ event_id: event, number: 1, topic: `Avec ${name}` })
    .execute();
  await db
    .insertInto('table_plan_table')
    .values({ event_id: event, number: 1, name: `Table de ${name}` })
    .execute();
  const hers = { event_id: event, registration_id: registration, table_number: 1 };
  await db
    .insertInto('table_plan_rule')
    .values({ ...hers, kind: 'host' })
    .execute();
  await db
    .insertInto('table_plan_seat')
    .values({ ...hers, round_number: 1 })
    .execute();
  await db
    .insertInto('table_plan_draw')
    .values({
      ...{ event_id: event, status: 'done', seed: 1, seconds: 10, plan_version: 1 },
      ...{ by_person: actor.id, before: JSON.stringify([[1, registration, 1, false]]) }
    })
    .execute();
}

async function comesIn(
  db: Database,
  event: EventId,
  registration: RegistrationId,
  { actor, name }: Named
): Promise<void> {
  const { id: half } = await db
    .insertInto('event_half_day')
    .values({ event_id: event, label: 'Matin', starts_at: '2020-03-19T08:00:00Z', ends_at: NOON })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('registration_half_day')
    .values({ registration_id: registration, half_day_id: half })
    .execute();
  const { id: link } = await db
    .insertInto('checkin_link')
    .values({ event_id: event, day: '2020-03-19', label: `Porte de ${name}`, created_by: actor.id })
    .returning('id')
    .executeTakeFirstOrThrow();
  const device = crypto.randomUUID();
  await db
    .insertInto('checkin_device')
    .values({ id: device, link_id: link, name: `Téléphone de ${name}` })
    .execute();
  const scan = { event_id: event, registration_id: registration, half_day_id: half };
  const by = { link_id: link, device_id: device, means: 'code' };
  await db
    .insertInto('scan')
    .values([
      { ...scan, ...by, nonce: crypto.randomUUID(), outcome: 'ok', scanned_at: CAME_AT },
      { ...scan, ...by, nonce: crypto.randomUUID(), outcome: 'already', scanned_at: NOON },
      {
        ...{ event_id: event, nonce: crypto.randomUUID(), means: 'hand', outcome: 'unregistered' },
        ...{ actor_label: name, scanned_at: CAME_AT }
      }
    ])
    .execute();
}

async function signs(
  db: Database,
  event: EventId,
  registration: RegistrationId,
  { name }: Named
): Promise<void> {
  await db
    .insertInto('attendance_signature')
    .values({
      ...{ registration_id: registration, strokes: 'M0 0L10 10', nonce: crypto.randomUUID() },
      signed_at: CAME_AT
    })
    .execute();
  await db
    .insertInto('attendance_sheet')
    .values({
      ...{ event_id: event, file: Buffer.from('%PDF-'), file_name: `${name}.pdf` },
      ...{ file_type: 'application/pdf', added_by: name }
    })
    .execute();
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const four = () =>
    Array.from({ length: 4 }, () => letters[Math.floor(Math.random() * 32)]).join('');
  await db
    .insertInto('attendance_certificate')
    .values({
      ...{ registration_id: registration, event_id: event, holder: `Zoé ${name}`, minutes: 180 },
      ...{ code: `${four()}-${four()}-${four()}`, parts: JSON.stringify([{ label: 'Matin' }]) }
    })
    .execute();
}

async function answers(
  db: Database,
  event: EventId,
  registration: RegistrationId,
  { name, email }: Named
): Promise<void> {
  const { id } = await db
    .insertInto('survey')
    .values({
      ...{ event_id: event, kind: 'satisfaction', title: 'Satisfaction', status: 'closed' },
      ...{ intro: `De la part de ${name}`, thanks: `Écrire à ${email}`, asked: 1 },
      ...{ opened_at: NOON, closed_at: '2020-03-26T08:00:00Z' }
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const questions = await db
    .insertInto('survey_question')
    .values([
      { survey_id: id, kind: 'scale', label: `Que dites-vous de ${name} ?`, hint: name },
      { survey_id: id, kind: 'text', label: 'En quelques mots' }
    ])
    .returning('id')
    .execute();
  await db
    .insertInto('survey_link')
    .values({ survey_id: id, registration_id: registration, sent_at: NOON, answered: true })
    .execute();
  const said = { [questions[0]!.id]: 4, [questions[1]!.id]: `Merci à ${name}, à ${email}` };
  await db
    .insertInto('survey_answer')
    .values({ survey_id: id, said: JSON.stringify(said) })
    .execute();
}

async function isWrittenDown(db: Database, event: EventId, { actor, name }: Named): Promise<void> {
  await db
    .insertInto('minutes')
    .values({
      ...{ event_id: event, summary: `${name} ouvre la séance.`, next_meeting: `Chez ${name}` },
      ...{ status: 'validated', validated_at: NOON, validated_by: name, updated_by: name }
    })
    .execute();
  await db
    .insertInto('minutes_item')
    .values({
      event_id: event,
      kind: 'point',
      title: name,
      body: `Dit par ${name}`,
      updated_by: name
    })
    .execute();
  await db
    .insertInto('follow_up')
    .values([
      { event_id: event, what: 'Écrire à tous', person_id: actor.id, updated_by: name },
      { event_id: event, what: `Aider ${name}`, who_label: name, outcome: `Vu avec ${name}` }
    ])
    .execute();
}

async function worksOnPerimeters(db: Database, event: EventId, { name }: Named): Promise<void> {
  await db.insertInto('perimeter_workshop').values({ event_id: event }).execute();
  const structure = await db
    .selectFrom('structure')
    .select('id')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const { id: story } = await db
    .insertInto('workshop_case')
    .values({ event_id: event, story: `${name} appelle.` })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('workshop_point')
    .values({ event_id: event, what: `Rappeler ${name}` })
    .execute();
  if (!structure) return;
  const { id } = await db
    .insertInto('workshop_structure')
    .values({
      ...{ event_id: event, structure_id: structure.id, does: name, does_not: name },
      ...{ doubts: `À voir avec ${name}`, applied_by: name }
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('workshop_case_answer')
    .values({ case_id: story, workshop_structure_id: id, answer: 'us', comment: `Avec ${name}` })
    .execute();
}
