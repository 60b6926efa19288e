/** The history of a contribution of any kind: who changed what and when, what it said, and going back to it. */
import { fail, redirect } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { compareContents } from '#domain/sharing/comparison.ts';
import { writingOf } from '#domain/sharing/content.ts';
import { pageOf, type ContributionKind } from '#domain/sharing/model.ts';
import { listNamesOf } from '#domain/sharing/server/naming/queries.ts';
import { getWritten } from '#domain/sharing/server/queries.ts';
import { findVersion, listVersions } from '#domain/sharing/server/versions/queries.ts';
import { writeContribution } from '#domain/sharing/server/writing/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { formatDate } from '#shared/dates.ts';
import { numberOf } from '../gestion/rencontres/reading.ts';
import { fieldOfPath } from './reading.ts';

interface Reached {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string };
}

const NEEDS = 'needs';

/** What the answer of a refused restoring shows. */
export interface RestoreAnswer {
  readonly message?: string;
  readonly readings?: SecondReading;
}

/**
 * The versions of a contribution, and what one of them changed (`?version=`), for who writes it: what a draft said is
 * not for others. @throws NotFound, Forbidden
 */
export async function readHistory(
  kind: ContributionKind,
  { locals: { db, actor }, params, url }: Reached & { readonly url: URL }
) {
  const found = await getWritten(db, actor, { kind, slug: params.slug });
  const lines = await listVersions(db, found.id);
  const shown = numberOf(url.searchParams.get('version'));
  const then =
    shown === 0 || shown === found.version
      ? []
      : await changesOf(db, actor, found.id, kind, found.version, shown);
  return {
    contribution: { kind, title: found.title, slug: found.slug, version: found.version },
    lines,
    shown: lines.find(({ version }) => version === shown) ?? null,
    changes: shown === 0 ? null : await changesOf(db, actor, found.id, kind, shown),
    /** What going back to it would change of what is written now. */
    back: then?.filter(({ path }) => path !== NEEDS) ?? null,
    /** What is looked for is of its moment: going back to a text looks for nothing again. */
    keepsNeeds: then?.some(({ path }) => path === NEEDS) ?? false,
    done: url.searchParams.get('fait') ?? ''
  };
}

async function changesOf(
  db: Database,
  actor: Actor,
  id: Parameters<typeof findVersion>[1],
  kind: ContributionKind,
  version: number,
  from = version - 1
) {
  const [before, after] = [await findVersion(db, id, from), await findVersion(db, id, version)];
  if (!after) return null;
  const names = await listNamesOf(db, actor, [before ?? {}, after]);
  return compareContents(before ?? {}, after, kind, names);
}

/** The action `reprendre`: writes again what a version said; what is there now stays in the history. */
export function historyActions(kind: ContributionKind) {
  return {
    reprendre: async ({ locals, params, request }: Reached & { readonly request: Request }) => {
      const { db, actor } = locals;
      const found = await getWritten(db, actor, { kind, slug: params.slug });
      const form = await request.formData();
      const version = numberOf(form.get('version'));
      const content = await findVersion(db, found.id, version);
      const refuse = (status: number, said: RestoreAnswer) => fail(status, said);
      if (!content) return refuse(400, { message: 'Cette version n’est pas gardée.' });
      const line = (await listVersions(db, found.id)).find((one) => one.version === version)!;
      const outcome = await writeContribution(db, actor, found.id, writingOf(content), {
        version: numberOf(form.get('lue')) || undefined,
        reread: form.has('relu'),
        change: `remis comme le ${formatDate(line.writtenAt)}`
      });
      if (outcome.ok)
        redirect(303, `${pageOf(found)}/historique?fait=${outcome.changed ? 'repris' : 'rien'}`);
      if (outcome.reason === 'second-reading')
        return refuse(400, {
          readings: outcome.readings.map((one) => ({ ...one, field: fieldOfPath(one.field) }))
        });
      if (outcome.reason === 'conflict')
        return refuse(409, {
          message: 'Quelqu’un vient d’écrire\u00a0: relisez ce qui a changé, puis reprenez.'
        });
      const why = outcome.issues.map(({ message }) => message).join(' ; ');
      return refuse(400, { message: `Ceci ne peut pas revenir tel quel\u00a0: ${why}.` });
    }
  };
}
