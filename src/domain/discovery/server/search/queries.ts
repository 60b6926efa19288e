import { NO_FILTER } from '#domain/directory/listing.ts';
import { searchStructures } from '#domain/directory/server/search/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import {
  FOUND_KINDS,
  indexQuestion,
  readQuestion,
  type Asked,
  type FoundAll,
  type FoundGroup,
  type FoundKind,
  type IndexQuestion,
  type Match
} from '../../search.ts';
import {
  nearQuestion,
  proposeCandidates,
  readFresh,
  type Candidates,
  type Fresh
} from './candidates/queries.ts';
import { withPassages } from './things/passages/queries.ts';
import { SHOW } from './things/queries.ts';
import type { Slice } from './things/slices/queries.ts';

type Shared = Exclude<FoundKind, 'structure'>;

export interface Search extends Slice {
  readonly q: string;
  /** One kind alone; every kind when it is not given. */
  readonly kind?: FoundKind | null;
  /** With the lines where the words are: a page of results, not what is offered while one types. */
  readonly passages?: boolean;
}

/**
 * All that answers a question and that the actor may read, by kind. The index only proposes: what is shown and counted
 * was read again by the rules of its domain, and whether a word has to be forgiven is decided by what she may read, so
 * that nothing tells her of the rest, not even that it is there.
 */
export async function searchEverything(
  db: Executor,
  actor: Actor,
  { q, kind = null, passages = false, ...slice }: Search
): Promise<FoundAll> {
  const asked = readQuestion(q);
  if (!asked) return { match: 'exact', groups: [] };
  const wants = (one: FoundKind) => kind === null || kind === one;
  const [structures, contents] = await Promise.all([
    wants('structure') ? findStructures(db, q, slice) : null,
    kind === 'structure' ? null : findContents(db, actor, { asked, wants, slice, passages })
  ]);
  return told(structures, contents);
}

interface Structures {
  readonly partial: boolean;
  readonly group: FoundGroup;
}

async function findStructures(
  db: Executor,
  q: string,
  { page, size, now }: Slice
): Promise<Structures> {
  const found = await searchStructures(db, { ...NO_FILTER, q, page, perPage: size }, now);
  const items = found.items.map((one) => ({
    kind: 'structure' as const,
    id: null,
    href: `/annuaire/${one.slug}`,
    title: one.name,
    detail: [one.type.name, one.communeName].filter(Boolean).join(' · '),
    text: one.summary,
    where: '',
    fictional: one.fictional,
    isDraft: false,
    passage: null
  }));
  return { partial: found.partial, group: { kind: 'structure', total: found.total, items } };
}

interface ContentSearch {
  readonly asked: Asked;
  readonly wants: (kind: FoundKind) => boolean;
  readonly slice: Slice;
  readonly passages: boolean;
}

/** The words themselves; else words like them; else most of them. */
async function findContents(
  db: Executor,
  actor: Actor,
  search: ContentSearch
): Promise<FoundAll | null> {
  const fresh = await readFresh(db);
  for await (const { match, question } of questions(db, search.asked, fresh)) {
    const text = search.asked.text;
    const candidates = await proposeCandidates(db, actor, { question, text, fresh });
    const groups = await show(db, actor, candidates, search);
    if (groups.length === 0) continue;
    const { forms } = question;
    return {
      match,
      groups: search.passages ? await withPassages(db, actor, groups, forms) : groups
    };
  }
  return null;
}

async function* questions(
  db: Executor,
  asked: Asked,
  fresh: Fresh
): AsyncGenerator<{ match: Match; question: IndexQuestion }> {
  yield { match: 'exact', question: indexQuestion(asked) };
  yield { match: 'near', question: await nearQuestion(db, asked, fresh) };
  for (let atLeast = asked.words.length - 1; atLeast > 0; atLeast--)
    yield { match: 'some', question: await nearQuestion(db, asked, fresh, atLeast) };
}

async function show(
  db: Executor,
  actor: Actor,
  candidates: Candidates,
  { wants, slice }: ContentSearch
): Promise<FoundGroup[]> {
  const kinds = FOUND_KINDS.filter(
    (kind): kind is Shared => kind !== 'structure' && wants(kind) && candidates.has(kind)
  );
  const groups = await Promise.all(
    kinds.map(async (kind) => ({
      kind,
      ...(await SHOW[kind](db, actor, candidates.get(kind) ?? [], slice))
    }))
  );
  return groups.filter(({ total }) => total > 0);
}

/** What answers less well than the rest is left out: some of the words beside all of them. */
function told(structures: Structures | null, contents: FoundAll | null): FoundAll {
  const found = structures && structures.group.total > 0 ? structures : null;
  if (!found) return contents ?? { match: 'exact', groups: [] };
  if (!contents) return { match: found.partial ? 'some' : 'exact', groups: [found.group] };
  if (found.partial && contents.match !== 'some') return contents;
  if (!found.partial && contents.match === 'some') return { match: 'exact', groups: [found.group] };
  return { match: contents.match, groups: [found.group, ...contents.groups] };
}
