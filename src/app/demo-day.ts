import { operator } from '#domain/identity/model.ts';
import { listRegistrationsOf } from '#domain/registrations/server/places/queries.ts';
import { enterPresences } from '#domain/registrations/server/roster/commands.ts';
import { findTemplate } from '#domain/surveys/templates.ts';
import { createSurvey } from '#domain/surveys/server/commands.ts';
import { findSurvey } from '#domain/surveys/server/reading/queries.ts';
import { enterSurvey } from '#domain/surveys/server/roster/commands.ts';
import type { Question } from '#domain/surveys/model.ts';
import type { Typed } from '#domain/surveys/questions.ts';
import type { Tx } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import file from '../../demo/after.json' with { type: 'json' };

const DEMONSTRATION = operator('démonstration');
const DAY_MS = 86_400_000;
const { words } = file;

type PastDay = (typeof file.days)[number];

/** A day that was held: who came, half-day by half-day, and what they thought of it. Nobody is written to. */
export async function loadPastDay(tx: Tx, event: EventId, yearsBefore: number): Promise<void> {
  const told = file.days.find((one) => one.yearsBefore === yearsBefore);
  if (!told) return;
  const endsAt = await fillRooms(tx, event, told);
  const survey = await createSurvey(tx, DEMONSTRATION, event, {
    ...{ from: 'template', key: 'satisfaction' }
  });
  const { questions } = (await findSurvey(tx, survey))!;
  await enterSurvey(
    tx,
    DEMONSTRATION,
    { event, survey },
    {
      openedAt: new Date(endsAt.getTime() + 3_600_000),
      closedAt: new Date(endsAt.getTime() + 21 * DAY_MS),
      answers: Array.from({ length: told.answers }, (_, turn) =>
        opinion(questions, turn, (at) => marksOf(questions[at]!, at, told))
      )
    }
  );
}

/** The questionnaire of expectations of the edition to come, open since a week, half answered. */
export async function loadExpectations(tx: Tx, event: EventId, now: Date): Promise<void> {
  const survey = await createSurvey(tx, DEMONSTRATION, event, {
    ...{ from: 'template', key: 'expectations' }
  });
  const { questions } = (await findSurvey(tx, survey))!;
  const answers = Array.from({ length: file.hopesAnswered }, (_, turn) =>
    opinion(questions, turn, () => [])
  );
  const openedAt = new Date(now.getTime() - 7 * DAY_MS);
  await enterSurvey(tx, DEMONSTRATION, { event, survey }, { openedAt, closedAt: null, answers });
}

/** @returns when the day ended. */
async function fillRooms(tx: Tx, event: EventId, { absentEvery }: PastDay): Promise<Date> {
  const halfDays = await tx
    .selectFrom('event_half_day')
    .select(['id', 'starts_at', 'ends_at'])
    .where('event_id', '=', event)
    .orderBy('starts_at')
    .execute();
  const expected = (await listRegistrationsOf(tx, event)).filter(
    ({ status }) => status === 'confirmed'
  );
  const came = expected
    .map(({ id }, turn) => ({ id, turn }))
    .filter(({ turn }) => turn % absentEvery !== 3);
  const entries = came.flatMap(({ id: registration, turn }) =>
    halfDays
      // One in nine leaves at noon.
      .filter((_, part) => part === 0 || turn % 9 !== 4)
      .map(({ id: halfDay, starts_at: opens }) => ({
        ...{ registration, halfDay },
        at: new Date(opens.getTime() - (40 - ((turn * 7) % 55)) * 60_000)
      }))
  );
  await enterPresences(tx, DEMONSTRATION, event, entries);
  return halfDays.at(-1)!.ends_at;
}

/** The marks that a question of the day draws from; the organisation has no measure of its own. */
function marksOf({ kind, measure }: Question, at: number, told: PastDay): readonly number[] {
  if (measure !== '') return told[measure];
  const template = findTemplate('satisfaction')!.questions;
  return kind === 'scale' && template[at]?.label.startsWith('L’organisation')
    ? told.organisation
    : [];
}

/** What one person says: always the same for a turn, so that the demonstration tells the same story. */
function opinion(
  questions: readonly Question[],
  turn: number,
  marks: (at: number) => readonly number[]
): Typed {
  return Object.fromEntries(
    questions.map((question, at) => [question.id, say(question, turn, at, marks(at))])
  );
}

function say(question: Question, turn: number, at: number, marks: readonly number[]): string[] {
  const { kind, options } = question;
  const draw = turn * 3 + at * 2 + Math.floor(turn / 4);
  if (kind === 'scale' || kind === 'nps') return [String(marks[draw % marks.length] ?? 4)];
  if (kind === 'one') return [options[[1, 1, 0, 1, 2, 1, 0][draw % 7]! % options.length]!];
  if (kind === 'many')
    return options.filter((_, index) => (turn + index * 2) % 5 < 2 || index === 0);
  if (kind === 'rank')
    return options.map((_, index) => String(((index + draw) % options.length) + 1));
  const said = wordsOf(question.label);
  // Most write nothing where they may.
  return question.required || turn % 3 === at % 3 ? [said[draw % said.length] ?? ''] : [];
}

function wordsOf(label: string): readonly string[] {
  const found = (
    [
      [/garder/, words.keep],
      [/changer/, words.change],
      [/thèmes/, words.themes],
      [/espérez/, words.hopes],
      [/empêche/, words.obstacles],
      [/question à laquelle/, words.questions]
    ] as const
  ).find(([pattern]) => pattern.test(label));
  return found?.[1] ?? words.organisation;
}
