/** The list of projects, as its address asks for it. */
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import { canContribute } from '#domain/sharing/rules.ts';
import { readProjectFilter } from '#domain/sharing/projects.ts';
import { sayOverlap } from '#domain/sharing/overlaps.ts';
import { listClosePairs } from '#domain/sharing/server/overlaps/queries.ts';
import { listProjects } from '#domain/sharing/server/projects/queries.ts';
import { findCommune, listTerritories, searchCommunes } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { listDrafts } from '../drafts.ts';
import { numberOf } from '../../gestion/rencontres/reading.ts';

const PER_PAGE = 12;

export async function readListing(db: Database, actor: Actor, query: URLSearchParams) {
  const filter = readProjectFilter(query);
  const territories = await listTerritories(db);
  const chosen = territories.find(({ slug }) => slug === filter.territory);
  const place = await placeOf(db, filter.commune, query.get('ou') ?? '');
  const page = numberOf(query.get('page')) || 1;
  // An address that names what does not exist finds nothing, rather than everything.
  const territory = filter.territory === '' ? null : (chosen?.id ?? (0 as TerritoryId));
  const asked = { ...filter, commune: place.code, territory };
  const { projects, total } = await listProjects(db, actor, asked, { page, size: PER_PAGE });
  return {
    ...{ projects, total, page, perPage: PER_PAGE, place },
    filter: { ...filter, commune: place.code },
    territories: territories.map(({ slug, name }) => ({ value: slug, label: name })),
    canAdd: territories.some(({ id }) => canContribute(actor, id)),
    ...(await readOwn(db, actor))
  };
}

/** A commune that was chosen, or the only one that the words typed name. */
async function placeOf(db: Database, code: string, typed: string) {
  if (code) {
    const found = await findCommune(db, code);
    return { code, typed: found?.name ?? code, isKnown: found !== null };
  }
  if (typed.trim() === '') return { code: '', typed: '', isKnown: true };
  const [first] = await searchCommunes(db, typed.trim(), 1);
  return { code: first?.code ?? '', typed: first?.name ?? typed, isKnown: first !== undefined };
}

/** Her drafts, and the pairs of projects that are close in the networks she animates. */
async function readOwn(db: Database, actor: Actor) {
  if (actor.kind !== 'person') return { drafts: [], pairs: [] };
  const led = actor.memberships.filter((one) => animates(actor, one.territory));
  const pairs = [];
  for (const { territory } of led) pairs.push(...(await listClosePairs(db, actor, territory)));
  return {
    drafts: await listDrafts({ db, actor }, 'project'),
    pairs: pairs.map(({ project, overlap }) => ({
      a: { title: project.title, slug: project.slug },
      b: { title: overlap.project.title, slug: overlap.project.slug },
      why: sayOverlap(overlap)
    }))
  };
}
