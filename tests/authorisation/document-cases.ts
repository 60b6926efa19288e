import type { Actor } from '#domain/identity/model.ts';
import {
  addVersion,
  eraseVersion,
  restoreVersion
} from '#domain/sharing/server/documents/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ContributionId, PersonId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { aPdf } from '../factories/files.ts';
import { ROLES } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** A document of the member of the demonstration, read by all, with two files. */
export async function aSharedDocument(
  db: Database,
  territory: TerritoryId
): Promise<ContributionId> {
  const { id: author } = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', ROLES.member)
    .executeTakeFirstOrThrow();
  const { id } = await aContribution(db, {
    ...{ territory, kind: 'document', author: author as PersonId, visibility: 'public' },
    slug: `document-de-${territory}`
  });
  const file = { media_type: 'application/pdf', size: 1, sha256: 'x', text_state: 'none' };
  await db
    .insertInto('document_version')
    .values(
      [1, 2].map((number) => ({
        ...{ ...file, contribution_id: id, number, file_name: 'plan.pdf' },
        storage_key: `db/documents/essai-${id}-${number}`
      }))
    )
    .execute();
  return id;
}

type Call = (db: Database, actor: Actor, document: ContributionId) => Promise<unknown>;
const commands = 'domain/sharing/server/documents/commands.ts';

const CALLS: Readonly<Record<string, Call>> = {
  [`${commands}#addVersion`]: (db, actor, document) =>
    addVersion(db, actor, document, { name: 'a.pdf', bytes: aPdf('Une version') }),
  [`${commands}#restoreVersion`]: (db, actor, document) => restoreVersion(db, actor, document, 1),
  [`${commands}#eraseVersion`]: (db, actor, document) => eraseVersion(db, actor, document, 1)
};

/** The files of a document are its writers’, as long as they are of the network. */
export function ofDocuments(here: ContributionId, elsewhere: ContributionId): CommandCase[] {
  return Object.entries(CALLS).flatMap(([command, call]): CommandCase[] => [
    { command, on: 'here', may: ['member'], call: (db, actor) => call(db, actor, here) },
    { command, on: 'elsewhere', may: [], call: (db, actor) => call(db, actor, elsewhere) }
  ]);
}
