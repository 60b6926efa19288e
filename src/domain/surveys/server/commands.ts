/** A questionnaire as a whole: made, settled, taken away. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Event } from '#domain/events/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { instantOf } from '#shared/dates.ts';
import type { EventId, SurveyId } from '#shared/ids.ts';
import type { SurveyInput } from '../forms.ts';
import type { Survey } from '../model.ts';
import { findTemplate, type Template } from '../templates.ts';
import { copySurvey } from './copying/rows/commands.ts';
import { getSurvey } from './queries.ts';
import { findSurvey, lockSurvey } from './reading/queries.ts';

/** From what a questionnaire begins: nothing, a template, or one of an edition that the actor manages too. */
export type Source =
  | { readonly from: 'blank' }
  | { readonly from: 'template'; readonly key: string }
  | { readonly from: 'survey'; readonly survey: SurveyId };

/**
 * Makes a questionnaire of an edition, in preparation.
 * @throws NotFound, Forbidden unless the actor manages the edition, and that of the questionnaire it copies.
 */
export function createSurvey(
  db: Database,
  actor: Actor,
  event: EventId,
  source: Source
): Promise<SurveyId> {
  return inTransaction(db, async (tx) => {
    const managed = await getManagedEventById(tx, actor, event);
    const id = await begin(tx, actor, event, source);
    await traceSurvey(tx, actor, managed, 'survey.create', {
      id,
      title: (await findSurvey(tx, id))!.title
    });
    return id;
  });
}

async function begin(tx: Tx, actor: Actor, event: EventId, source: Source): Promise<SurveyId> {
  if (source.from === 'survey') {
    const copied = await findSurvey(tx, source.survey);
    if (copied) await getManagedEventById(tx, actor, copied.event);
    if (copied) return copySurvey(tx, copied.id, event);
  }
  const template = source.from === 'template' ? findTemplate(source.key) : null;
  return template ? writeTemplate(tx, event, template) : writeBlank(tx, event);
}

async function writeBlank(tx: Tx, event: EventId): Promise<SurveyId> {
  const { id } = await tx
    .insertInto('survey')
    .values({ event_id: event, kind: 'free', title: 'Nouveau questionnaire' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as SurveyId;
}

async function writeTemplate(tx: Tx, event: EventId, template: Template): Promise<SurveyId> {
  const { kind, title, intro, thanks, audience, questions } = template;
  const { id } = await tx
    .insertInto('survey')
    .values({ event_id: event, kind, title, intro, thanks, audience })
    .returning('id')
    .executeTakeFirstOrThrow();
  const written = await tx
    .insertInto('survey_question')
    .values(
      questions.map(
        ({ options = [], scaleMax, lowLabel, highLabel, dependsOn, ...one }, position) => ({
          ...{ survey_id: id, ...one, options: [...options], position },
          ...{ scale_max: scaleMax ?? 5, low_label: lowLabel ?? '', high_label: highLabel ?? '' },
          depends_values: [...(dependsOn?.values ?? [])]
        })
      )
    )
    .returning(['id', 'position'])
    .execute();
  const at = new Map(written.map((row) => [row.position, row.id]));
  for (const [position, { dependsOn }] of questions.entries())
    if (dependsOn)
      await tx
        .updateTable('survey_question')
        .set({ depends_on: at.get(dependsOn.at)! })
        .where('id', '=', at.get(position)!)
        .execute();
  return id as SurveyId;
}

export type SurveySaved =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'stale' | 'closed' | 'past-closing' }
  | SecondReadingRefusal;

/**
 * Changes what surrounds the questions. Of an open questionnaire, not who is asked nor when it opens; of a closed one, who
 * reads its results alone.
 * @param version - as it was read. @returns stale: somebody else changed it since.
 * @throws NotFound, Forbidden
 */
export function updateSurvey(
  db: Database,
  actor: Actor,
  { event, survey: id, version }: { event: EventId; survey: SurveyId; version: number },
  { input, reread = false }: { input: SurveyInput; reread?: boolean },
  now: Date
): Promise<SurveySaved> {
  return inTransaction(db, async (tx): Promise<SurveySaved> => {
    await lockSurvey(tx, id);
    const { event: edition, survey } = await getSurvey(tx, actor, event, id);
    if (survey.version !== version) return { ok: false, reason: 'stale' };
    const unread = refuseUnread(newWords(input, survey), reread);
    if (unread) return unread;
    const times = timesOf(input, edition.timeZone);
    const isPast = times.closesAt !== null && times.closesAt <= now;
    if (survey.status !== 'closed' && isPast) return { ok: false, reason: 'past-closing' };
    await writeSettings(tx, survey, input, times);
    await traceSurvey(tx, actor, edition, 'survey.update', { id, title: input.title });
    return { ok: true };
  });
}

function newWords(input: SurveyInput, survey: Survey): Record<string, string> {
  const fields = ['title', 'intro', 'thanks'] as const;
  return Object.fromEntries(
    fields.filter((field) => input[field] !== survey[field]).map((field) => [field, input[field]])
  );
}

function timesOf({ opensAt, closesAt }: SurveyInput, zone: string) {
  const instant = (civil: string | null) => (civil === null ? null : instantOf(civil, zone));
  return { opensAt: instant(opensAt), closesAt: instant(closesAt) };
}

async function writeSettings(
  tx: Tx,
  { id, status }: Survey,
  input: SurveyInput,
  { opensAt, closesAt }: { opensAt: Date | null; closesAt: Date | null }
): Promise<void> {
  const { title, intro, thanks, audience, reminders, remindAfterDays, resultsShown } = input;
  await tx
    .updateTable('survey')
    .set({
      ...{ title, intro, thanks, results_shown: resultsShown, version: sql`version + 1` },
      ...(status !== 'closed' && {
        ...{ closes_at: closesAt, reminders, remind_after_days: remindAfterDays }
      }),
      ...(status === 'draft' && { opens_at: opensAt, audience })
    })
    .where('id', '=', id)
    .execute();
}

export type SurveyDeleted =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'opened' };

/** Takes away a questionnaire that was never sent. @throws NotFound, Forbidden */
export function deleteSurvey(
  db: Database,
  actor: Actor,
  event: EventId,
  id: SurveyId
): Promise<SurveyDeleted> {
  return inTransaction(db, async (tx): Promise<SurveyDeleted> => {
    await lockSurvey(tx, id);
    const { event: edition, survey } = await getSurvey(tx, actor, event, id);
    if (survey.status !== 'draft') return { ok: false, reason: 'opened' };
    await tx.deleteFrom('survey').where('id', '=', id).execute();
    await traceSurvey(tx, actor, edition, 'survey.delete', survey);
    return { ok: true };
  });
}

/** Keeps the trace of what an organiser did to a questionnaire. Who answers leaves none. */
export function traceSurvey(
  tx: Tx,
  actor: Actor,
  event: Pick<Event, 'slug' | 'territory'>,
  action: `survey.${string}`,
  { id, title }: { readonly id: SurveyId; readonly title: string },
  detail: Readonly<Record<string, unknown>> = {}
): Promise<void> {
  return recordAudit(tx, actor, {
    action,
    target: { kind: 'survey', id, label: title },
    territory: event.territory.id,
    detail: { event: event.slug, ...detail }
  });
}
