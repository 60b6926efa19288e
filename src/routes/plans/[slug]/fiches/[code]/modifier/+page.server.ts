import { labelOfField } from '#domain/plans/comparison/labels.ts';
import { askedWrittenSheet } from '../asked.ts';
import { nameOfPath, sheetAsTyped, writtenHeadings } from './typed.ts';
import { writingActions } from './writing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { plan, sheet: written } = await askedWrittenSheet({ locals, params });
  const headings = writtenHeadings(plan.headings, written.texts);
  return {
    typed: sheetAsTyped(written),
    headings,
    labels: Object.fromEntries(
      [...headings.map(({ key }) => `texts.${key}`), 'title', 'remainder'].map((path) => [
        nameOfPath(path),
        labelOfField(path, plan.headings)
      ])
    ),
    actors: {
      pilots: written.pilots.map(({ label }) => label),
      partners: written.partners.map(({ label }) => label),
      resources: written.resources.length
    },
    textsHidden: written.textsHidden,
    me: locals.actor.kind === 'person' ? locals.actor.id : '',
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = writingActions;
