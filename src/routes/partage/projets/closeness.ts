/** Projects close to one that is written or typed, as its pages tell them. */
import type { Actor } from '#domain/identity/model.ts';
import type { ContributionWriting } from '#domain/sharing/content.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { sayOverlap } from '#domain/sharing/overlaps.ts';
import { listOverlaps, type ComparedProject } from '#domain/sharing/server/overlaps/queries.ts';
import type { Executor } from '#server/db/connection.ts';

export interface CloseProject {
  readonly title: string;
  readonly href: string;
  readonly why: string;
}

/** Of one that is written. */
export async function listClose(
  db: Executor,
  actor: Actor,
  project: ComparedProject
): Promise<CloseProject[]> {
  const overlaps = await listOverlaps(db, actor, project);
  return overlaps.map((overlap) => ({
    ...{ title: overlap.project.title, href: pageOf(overlap.project) },
    why: sayOverlap(overlap)
  }));
}

/** Of one that is only typed; what is not said of it is not compared. */
export function tellClose(
  db: Executor,
  actor: Actor,
  {
    title = '',
    summary = '',
    themes = [],
    audiences = [],
    where = null,
    ...sketch
  }: ContributionWriting & Pick<ComparedProject, 'territory' | 'details'>
): Promise<CloseProject[]> {
  const words = (codes: readonly string[]) => codes.map((code) => ({ code }));
  return listClose(db, actor, {
    ...{ id: null, title, summary, where },
    ...{ themes: words(themes), audiences: words(audiences) },
    ...{ territory: sketch.territory, details: sketch.details }
  });
}
