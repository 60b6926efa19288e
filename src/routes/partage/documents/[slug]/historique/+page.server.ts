import { historyActions, readHistory } from '../../../history.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' });
  return readHistory('document', event);
};

export const actions: Actions = historyActions('document');
