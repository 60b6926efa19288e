import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { isMemberOfAny } from '#domain/identity/rules.ts';
import { sayAsked } from '#domain/sharing/questions.ts';
import {
  listQuestions,
  QUESTION_STATES,
  type QuestionState
} from '#domain/sharing/server/asking/queries.ts';
import { listDrafts } from '../drafts.ts';
import { numberOf } from '../../gestion/rencontres/reading.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 20;

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const query = url.searchParams;
  const state: QuestionState =
    QUESTION_STATES.find((one) => one === query.get('etat')) ?? 'ouvertes';
  const asked = {
    ...{ state, theme: query.get('theme') ?? '', q: (query.get('q') ?? '').trim().slice(0, 200) },
    page: numberOf(query.get('page')) || 1
  };
  const [themes, types] = await Promise.all([
    listVocabulary(db, 'theme'),
    listVocabulary(db, 'type')
  ]);
  const found = await listQuestions(
    db,
    actor,
    { state, words: asked.q, themes: asked.theme ? [asked.theme] : undefined },
    { page: asked.page, size: PER_PAGE }
  );
  const names = new Map([...themes, ...types].map(({ code, name }) => [code, name]));
  return {
    asked,
    total: found.total,
    perPage: PER_PAGE,
    items: found.items.map((item) => ({ item, askedTo: sayAsked(item.details, names) })),
    themes: themes.map(({ code, name }) => ({ value: code, label: name })),
    drafts: await listDrafts({ db, actor }, 'question'),
    isPerson: actor.kind === 'person',
    mayAsk:
      actor.kind === 'person' &&
      isMemberOfAny(
        actor,
        actor.memberships.map(({ territory }) => territory)
      )
  };
};
