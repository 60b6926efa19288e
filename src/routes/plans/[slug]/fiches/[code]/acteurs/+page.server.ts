import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { withTitlesFor } from '#domain/plans/server/writing/names/queries.ts';
import { sayLink } from '#domain/plans/comparison/saying.ts';
import { getPerimeter } from '#domain/territory/server/perimeters/queries.ts';
import { askedWrittenSheet } from '../asked.ts';
import { actorsActions } from './acting.ts';
import { actorAsTyped, linkKey, resourceAsTyped } from './typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const { plan, sheet } = await askedWrittenSheet({ locals, params });
  const written = await withTitlesFor(db, actor, sheet);
  const [themes, perimeter] = await Promise.all([
    listVocabulary(db, 'theme'),
    written.perimeter === null ? null : getPerimeter(db, written.perimeter)
  ]);
  const labels = plan.headings.map(({ key, label }) => [key, label]);
  const zone = ({ level, code, name }: { level: string; code: string; name: string }) => ({
    ...{ value: `${level} ${code}`, label: name }
  });
  return {
    version: written.version,
    pilots: written.pilots.map(actorAsTyped),
    partners: written.partners.map(actorAsTyped),
    resources: written.resources.map(resourceAsTyped),
    links: written.links.map((link) => ({ value: linkKey(link), label: sayLink(link) })),
    chosenThemes: written.themes,
    themes: themes.map(({ code, name }) => ({ value: code, label: name })),
    include: perimeter?.include.map(zone) ?? [],
    exclude: perimeter?.exclude.map(zone) ?? [],
    labels: Object.fromEntries(labels) as Record<string, string>,
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = actorsActions;
