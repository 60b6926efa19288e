import { STEP_STATUSES } from '#domain/plans/sheet.ts';
import { numberOf } from '../../../../../gestion/rencontres/reading.ts';
import { askedWrittenSheet } from '../asked.ts';
import { stepActions, todayInParis } from './acting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { plan, sheet } = await askedWrittenSheet({ locals, params });
  const { id, steps, texts } = sheet;
  const schedule = plan.headings.find(({ key }) => key === 'schedule');
  const query = url.searchParams;
  const was = STEP_STATUSES.find((status) => status === query.get('etait')) ?? null;
  return {
    id,
    steps,
    today: todayInParis(),
    inWords: schedule && !schedule.hidden ? (texts['schedule'] ?? []) : [],
    inWordsLabel: schedule?.label ?? '',
    changing: numberOf(query.get('etape')),
    done: {
      gesture: query.get('fait') ?? '',
      ...{ was, step: numberOf(query.get('numero')) },
      order: (query.get('ordre') ?? '').replace(/[^0-9.]/g, '')
    }
  };
};

export const actions: Actions = stepActions;
