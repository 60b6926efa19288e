/** What questionnaires say, under the rules of `anonymity.ts`: whoever asks, no group of fewer than five people. */
import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, SurveyId } from '#shared/ids.ts';
import { findCrossings, groupOf, isReadable, type Crossings } from '../../anonymity.ts';
import { responseOf, surveyState, type Answer, type Response, type Survey } from '../../model.ts';
import {
  measure,
  summarise,
  type KeptAnswer,
  type Measured,
  type QuestionResult
} from '../../results.ts';
import { getSurvey } from '../queries.ts';
import { countResponses, readSurveysOf } from '../reading/queries.ts';

/** The group that a filter keeps: who gave this answer to this question. */
export interface Filter {
  readonly question: number;
  readonly value: string;
}

export interface Results {
  readonly response: Response;
  /** How many answers are read here: those shown so far, or those of the group. */
  readonly counted: number;
  /** Null: fewer than five answers may be read. */
  readonly questions: readonly QuestionResult[] | null;
  /** Null while it is open: results are read apart only once nothing more comes. */
  readonly crossings: Crossings | null;
  readonly filter: (Filter & { readonly label: string }) | null;
  /** A filter was asked, and cannot be applied. */
  readonly refused: boolean;
}

/**
 * The results of a questionnaire, for its team.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function getResults(
  db: Executor,
  actor: Actor,
  { event, survey: id }: { readonly event: EventId; readonly survey: SurveyId },
  { filter = null, now }: { readonly filter?: Filter | null; readonly now: Date }
): Promise<{ event: Event; survey: Survey; results: Results }> {
  const found = await getSurvey(db, actor, event, id);
  const response = (await countResponses(db, [id])).get(id) ?? responseOf(0, 0);
  const answers = (await readAnswers(db, [found.survey])).get(id) ?? [];
  const isClosed = surveyState(found.survey, now) === 'closed' && found.survey.status === 'closed';
  return { ...found, results: resultsOf(found.survey, { response, answers, filter, isClosed }) };
}

interface Read {
  readonly response: Response;
  readonly answers: readonly KeptAnswer[];
  readonly filter?: Filter | null;
  readonly isClosed: boolean;
}

/** Pure: the rules applied to answers that were read. */
export function resultsOf(
  { questions }: Survey,
  { response, answers, filter = null, isClosed }: Read
): Results {
  const crossings =
    isClosed && isReadable(answers.length) ? findCrossings(questions, answers.map(saidOf)) : null;
  const crossing = crossings?.open.find(({ question }) => question.id === filter?.question);
  const group = crossing?.groups.find(({ value }) => value === filter?.value);
  const kept =
    crossing && group
      ? answers.filter(({ said }) => groupOf(crossing.question, said) === group.value)
      : answers;
  return {
    ...{ response, counted: kept.length, crossings },
    questions: isReadable(kept.length) ? summarise(questions, kept) : null,
    filter: crossing && group && filter ? { ...filter, label: crossing.question.label } : null,
    refused: filter !== null && !group
  };
}

const saidOf = ({ said }: KeptAnswer): Answer => said;

/** The answers that results may count: all once it is closed, those drawn to be shown while it is open. */
async function readAnswers(
  db: Executor,
  surveys: readonly Pick<Survey, 'id'>[]
): Promise<Map<SurveyId, KeptAnswer[]>> {
  const { rows } = await sql<KeptAnswer & { survey: SurveyId }>`
    select a.survey_id as survey, a.said, to_json(a.hidden) as hidden from survey_answer a join survey s on s.id = a.survey_id
    where a.survey_id = any(${surveys.map(({ id }) => id)}::bigint[]) and (a.shown or s.status = 'closed')
    order by a.id`.execute(db);
  const found = new Map<SurveyId, KeptAnswer[]>();
  for (const { survey, said, hidden } of rows) {
    const list = found.get(survey) ?? [];
    list.push({ said, hidden });
    found.set(survey, list);
  }
  return found;
}

/** A questionnaire with its results, for who was already let in. */
export interface SurveyResults {
  readonly survey: Survey;
  readonly results: Results;
}

/** The results of every questionnaire of several editions: three statements however many. */
export async function listResults(
  db: Executor,
  events: readonly EventId[]
): Promise<SurveyResults[]> {
  return readResults(db, await readSurveysOf(db, events));
}

/** Those of questionnaires that were read already; one in preparation has none. */
export async function readResults(db: Executor, all: readonly Survey[]): Promise<SurveyResults[]> {
  const surveys = all.filter(({ status }) => status !== 'draft');
  const responses = await countResponses(
    db,
    surveys.map(({ id }) => id)
  );
  const answers = await readAnswers(db, surveys);
  return surveys.map((survey) => ({
    survey,
    results: resultsOf(survey, {
      response: responses.get(survey.id) ?? responseOf(0, 0),
      answers: answers.get(survey.id) ?? [],
      isClosed: survey.status === 'closed'
    })
  }));
}

/**
 * The measures of editions, by edition: of several questionnaires that measure the same, the last made.
 * @param shown - only those that are closed, and whose results are shown to everybody.
 */
export async function listMeasures(
  db: Executor,
  events: readonly EventId[],
  { shown = false }: { readonly shown?: boolean } = {}
): Promise<Map<EventId, Measured[]>> {
  const found = new Map<EventId, Measured[]>(events.map((id) => [id, []]));
  const surveys = (await readSurveysOf(db, events)).filter(
    ({ status, resultsShown }) => !shown || (status === 'closed' && resultsShown === 'public')
  );
  for (const { survey, results } of await readResults(db, surveys)) {
    const measured = measure(results.questions ?? [], results.response);
    const before = found.get(survey.event) ?? [];
    const kept = before.filter((one) => !measured.some((other) => other.measure === one.measure));
    found.set(survey.event, [...kept, ...firstOfEach(measured)]);
  }
  return found;
}

function firstOfEach(measured: readonly Measured[]): Measured[] {
  return measured.filter(
    (one, at) => measured.findIndex((other) => other.measure === one.measure) === at
  );
}

/** How satisfied those who came are: a mean out of `scaleMax`, with how many answered of how many asked. */
export interface Satisfaction {
  readonly mean: number;
  readonly scaleMax: number;
  readonly answers: number;
  readonly asked: number;
  readonly rate: number;
}

/** Null under five answers. For who may read the figures of the edition: the caller decided. */
export async function getSatisfaction(db: Executor, event: EventId): Promise<Satisfaction | null> {
  const found = (await listMeasures(db, [event]))
    .get(event)
    ?.find((one) => one.measure === 'satisfaction');
  if (!found) return null;
  const { value, scaleMax, answers, response } = found;
  return { mean: value, scaleMax, answers, asked: response.asked, rate: response.rate };
}

/** The score of recommendation (-100 to 100), with how many answered of how many asked. */
export interface Recommendation {
  readonly score: number;
  readonly answers: number;
  readonly asked: number;
  readonly rate: number;
}

/** Null under five answers. For who may read the figures of the edition: the caller decided. */
export async function getRecommendation(
  db: Executor,
  event: EventId
): Promise<Recommendation | null> {
  const found = (await listMeasures(db, [event]))
    .get(event)
    ?.find((one) => one.measure === 'recommendation');
  if (!found) return null;
  const { value, answers, response } = found;
  return { score: value, answers, asked: response.asked, rate: response.rate };
}

/** Words that were said of what is expected of an edition. */
export interface Expectation {
  readonly question: string;
  readonly texts: readonly string[];
}

/**
 * What those who come expect, in their words, of five answers at least: for whoever writes the minutes. Hidden words are
 * left out. The caller decided who reads.
 */
export async function listExpectations(db: Executor, event: EventId): Promise<Expectation[]> {
  const surveys = (await readSurveysOf(db, [event])).filter(({ kind }) => kind === 'expectations');
  return (await readResults(db, surveys))
    .flatMap(({ results }) => results.questions ?? [])
    .flatMap((result) => {
      if (result.kind !== 'text') return [];
      const texts = result.verbatims.filter(({ hidden }) => !hidden).map(({ text }) => text);
      return texts.length > 0 ? [{ question: result.question.label, texts }] : [];
    });
}
