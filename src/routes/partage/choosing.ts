/** What the form of a contribution offers to choose among. */
import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { canContribute } from '#domain/sharing/rules.ts';
import type { Choice, FieldChoices } from '#domain/sharing/forms/fields.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';

/** The words of the sector, and the networks the actor shares things with. */
export async function fieldChoices(db: Database, actor: Actor): Promise<FieldChoices> {
  const [territories, themes, audiences] = await Promise.all([
    listTerritories(db),
    listVocabulary(db, 'theme'),
    listVocabulary(db, 'audience')
  ]);
  const choice = ({ code, name }: { code: string; name: string }): Choice => ({
    value: code,
    label: name
  });
  return {
    territories: territories
      .filter(({ id }) => canContribute(actor, id))
      .map(({ id, name }) => ({ value: String(id), label: name })),
    themes: themes.map(choice),
    audiences: audiences.map(choice)
  };
}
