import type { Content, ReportReason, Withholding } from '#domain/confidentiality/model.ts';
import type { ReportOutcome } from '#domain/confidentiality/server/withholding/commands.ts';
import {
  getWithholding,
  listWithholdings
} from '#domain/confidentiality/server/withholding/queries.ts';
import {
  removeStructureTexts,
  restoreStructure,
  withholdStructure
} from '#domain/directory/server/withheld/commands.ts';
import {
  findStructureContent,
  listHiddenTexts
} from '#domain/directory/server/withheld/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** A text of a withheld content, for who decides. */
export interface HiddenText {
  readonly label: string;
  readonly text: string;
}

/** How each kind of content is found, hidden, shown again and erased: the domain that owns it knows. */
interface Reportable {
  find(db: Database, key: string): Promise<(Content & { page: string }) | null>;
  withhold(
    db: Database,
    actor: Actor,
    key: string,
    report: { reason?: ReportReason; address?: string }
  ): Promise<ReportOutcome>;
  restore(db: Database, actor: Actor, withholding: number): Promise<Withholding>;
  remove(db: Database, actor: Actor, withholding: number): Promise<Withholding>;
  texts(db: Database, id: string): Promise<HiddenText[]>;
}

/** A later kind of content that others read is a line here. */
const REPORTABLE: Readonly<Record<string, Reportable>> = {
  structure: {
    find: async (db, key) => {
      const content = await findStructureContent(db, key);
      return content && { ...content, page: `/annuaire/${content.slug}` };
    },
    withhold: withholdStructure,
    restore: restoreStructure,
    remove: removeStructureTexts,
    texts: listHiddenTexts
  }
};

/** @throws NotFound for a kind or a content that does not exist. */
export async function getReportable(
  db: Database,
  kind: string,
  key: string
): Promise<Content & { page: string }> {
  const found = await reportable(kind).find(db, key);
  if (!found) throw new NotFound('Ce texte n’existe pas, ou n’existe plus.');
  return found;
}

/** Hides a content at once. @throws NotFound */
export function reportContent(
  db: Database,
  actor: Actor,
  { kind, key }: { kind: string; key: string },
  report: { reason?: ReportReason; address?: string }
): Promise<ReportOutcome> {
  return reportable(kind).withhold(db, actor, key, report);
}

/** What waits in a territory with its texts, and what was decided. @throws Forbidden */
export async function listRetained(db: Database, actor: Actor, territory: TerritoryId) {
  const all = await listWithholdings(db, actor, territory);
  const waiting = await Promise.all(
    all
      .filter(({ status }) => status === 'withheld')
      .map(async (one) => ({ ...one, texts: await reportable(one.kind).texts(db, one.id) }))
  );
  return { waiting, decided: all.filter(({ status }) => status !== 'withheld').slice(0, 30) };
}

/** Shows a content again, or erases it. @throws NotFound, or Forbidden. */
export async function decideRetained(
  db: Database,
  actor: Actor,
  withholding: number,
  decision: 'restore' | 'remove'
): Promise<Withholding> {
  const { kind } = await getWithholding(db, actor, withholding);
  return reportable(kind)[decision](db, actor, withholding);
}

function reportable(kind: string): Reportable {
  const found = REPORTABLE[kind];
  if (!found) throw new NotFound('Cette adresse ne désigne aucun texte.');
  return found;
}
