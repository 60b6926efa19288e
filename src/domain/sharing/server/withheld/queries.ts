import { sql } from 'kysely';
import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { formatDate } from '#shared/dates.ts';
import type { ContributionId } from '#shared/ids.ts';
import { headingsOf } from '../../headings.ts';
import { CONTRIBUTION_LABELS, CONTRIBUTION_PATHS, pageOf, type Contribution } from '../../model.ts';
import { canRead } from '../../rules.ts';
import { findContribution } from '../queries.ts';

/** What withholdings call a contribution; its content is numbered as it is. */
export const CONTRIBUTION_CONTENT = 'contribution';

/**
 * A contribution as a withholding names it: never by its title, which may be what is reported. What is hidden already is
 * found by whoever could read it before.
 * @param key - its identifier.
 * @returns null when there is none that the actor may read.
 */
export async function findContributionContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const found = await findByKey(db, key);
  if (!found || !canRead(actor, { ...found.place, hidden: false })) return null;
  const { kind, publishedAt, createdAt } = found;
  const day = formatDate(publishedAt ?? createdAt);
  return {
    ...{ kind: CONTRIBUTION_CONTENT, id: String(found.id), territory: found.territory.id },
    label: `${CONTRIBUTION_LABELS[kind]} du ${day}`,
    page:
      canRead(actor, found.place) && !found.place.hidden ? pageOf(found) : CONTRIBUTION_PATHS[kind]
  };
}

/** The texts of a contribution as they are stored, hidden or not: only for who decides, once checked. */
export async function listContributionTexts(db: Executor, key: string): Promise<StoredText[]> {
  const found = await findByKey(db, key);
  if (!found) return [];
  return [
    { label: 'Titre', text: found.title },
    { label: 'En une phrase', text: found.summary },
    ...labelled(found),
    ...detailsOf(found),
    ...(await listAround(db, found.id))
  ].filter(({ text }) => text !== '');
}

export async function findByKey(db: Executor, key: string): Promise<Contribution | null> {
  const id = Number(key);
  if (!Number.isSafeInteger(id) || id <= 0) return null;
  return findContribution(db, { id: id as ContributionId });
}

/** Headings that the form of an experience shows no more are read too. */
function labelled({ kind, texts }: Contribution): StoredText[] {
  const labels = new Map(headingsOf(kind, 'full').map(({ key, label }) => [key, label] as const));
  return Object.entries(texts).map(([key, text]) => ({ label: labels.get(key) ?? key, text }));
}

const DETAILS: Readonly<Record<string, string>> = {
  contact: 'Contact',
  profession: 'Pour qui',
  place: 'Lieu',
  url: 'Adresse'
};

function detailsOf({ details }: Contribution): StoredText[] {
  return Object.entries(details).flatMap(([field, value]) => {
    const label = DETAILS[field];
    return label && typeof value === 'string' ? [{ label, text: value }] : [];
  });
}

/** What is said around it, and goes with it. */
async function listAround(db: Executor, id: ContributionId): Promise<StoredText[]> {
  const { rows } = await sql<StoredText>`
    select 'Ce qui est recherché' as label, text from project_need where contribution_id = ${id}
    union all select 'Réponse', body from reply where contribution_id = ${id} and removed_at is null
    union all select 'Ce qu’une reprise est devenue', outcome from experience_reuse where contribution_id = ${id}
    union all select 'Fichier', file_name from document_version where contribution_id = ${id}
    union all select 'Note d’un fichier', note from document_version where contribution_id = ${id}`.execute(
    db
  );
  return rows.map(({ label, text }, at) => ({ label: `${label} (${at + 1})`, text }));
}

/** All that a contribution was ever called, and since when: what messages and the log repeat. Before it is erased. */
export async function listTitles(
  db: Executor,
  key: string
): Promise<{ readonly titles: readonly string[]; readonly since: Date }> {
  const { rows } = await sql<{ title: string; since: Date }>`
    select c.title, c.created_at as since from contribution c where c.id = ${Number(key)}
    union select v.document ->> 'title', c.created_at from contribution_version v
    join contribution c on c.id = v.contribution_id where c.id = ${Number(key)}`.execute(db);
  return { titles: rows.map(({ title }) => title), since: rows[0]?.since ?? new Date() };
}
