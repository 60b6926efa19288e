import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import { answerSurvey } from '#domain/surveys/server/answering/commands.ts';
import { createSurvey } from '#domain/surveys/server/commands.ts';
import { openSurvey } from '#domain/surveys/server/opening/commands.ts';
import { findSurvey } from '#domain/surveys/server/reading/queries.ts';
import { surveyLink } from '#domain/surveys/server/links/queries.ts';
import type { Survey } from '#domain/surveys/model.ts';
import type { Typed } from '#domain/surveys/questions.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, RegistrationId, SurveyId } from '#shared/ids.ts';

/** Somebody who has a place, with an address unless told otherwise. */
export async function aComer(
  db: Database,
  event: EventId,
  traits: { email?: string | null; name?: string; status?: string } = {}
): Promise<RegistrationId> {
  const { id } = await db
    .insertInto('registration')
    .values({
      event_id: event,
      email: traits.email === undefined ? `${randomUUID()}@exemple.test` : traits.email,
      first_name: 'Zoé',
      last_name: traits.name ?? 'Essai',
      status: traits.status ?? 'confirmed',
      origin: traits.email === null ? 'organiser' : 'self'
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as RegistrationId;
}

/** Somebody came: a gesture at the door. */
export async function cameIn(db: Database, event: EventId, id: RegistrationId): Promise<void> {
  await sql`insert into scan (nonce, event_id, registration_id, means, outcome, scanned_at)
    values (gen_random_uuid(), ${event}, ${id}, 'code', 'ok', now())`.execute(db);
}

/** A questionnaire made of a template, not open yet. */
export async function aDraftSurvey(
  db: Database,
  actor: PersonActor,
  event: EventId,
  key = 'expectations'
): Promise<Survey> {
  const id = await createSurvey(db, actor, event, { from: 'template', key });
  return (await findSurvey(db, id))!;
}

interface Traits {
  readonly key?: string;
  readonly now: Date;
}

/** A questionnaire made of a template, open to those who have a place; and the token of each, as they registered. */
export async function anOpenSurvey(
  db: Database,
  actor: PersonActor,
  event: EventId,
  { key, now }: Traits
): Promise<{ survey: Survey; tokens: string[] }> {
  const { id } = await aDraftSurvey(db, actor, event, key);
  await db.updateTable('survey').set({ audience: 'registered' }).where('id', '=', id).execute();
  const opened = await openSurvey(db, actor, event, id, now);
  if (!opened.ok) throw new Error(opened.reason);
  return { survey: (await findSurvey(db, id))!, tokens: await tokensOf(db, id) };
}

/** The tokens of a questionnaire, in the order of registrations. */
export async function tokensOf(db: Database, id: SurveyId): Promise<string[]> {
  const rows = await db
    .selectFrom('survey_link')
    .select(['id', 'link_version'])
    .where('survey_id', '=', id)
    .orderBy('registration_id')
    .execute();
  return rows.map((row) => surveyLink(row.id, row.link_version).split('/').at(-1)!);
}

/** What a form brings, by the place of each question in the list. */
export function typing(
  { questions }: Pick<Survey, 'questions'>,
  said: Readonly<Record<number, string | readonly string[]>>
): Typed {
  return Object.fromEntries(
    Object.entries(said).map(([at, values]) => [
      questions[Number(at)]!.id,
      typeof values === 'string' ? [values] : values
    ])
  );
}

/** Answers, or fails. */
export async function answer(db: Database, token: string, typed: Typed, now: Date): Promise<void> {
  const done = await answerSurvey(db, token, { typed }, now);
  if (!done.ok) throw new Error(`${done.reason} ${JSON.stringify(done)}`);
}

/** Whom a kind of message about questionnaires was written to, the oldest first. */
export async function askedByMail(db: Database, kind = 'survey'): Promise<string[]> {
  const rows = await db
    .selectFrom('mail_message')
    .select('recipient')
    .where('kind', '=', kind)
    .orderBy('id')
    .execute();
  return rows.map(({ recipient }) => recipient);
}
