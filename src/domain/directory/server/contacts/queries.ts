import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';
import type { ContactVisibility } from '../../model.ts';

/** Where somebody is named as a contact, and to whom she chose to be shown. */
export interface OwnContact {
  readonly id: number;
  readonly structure: { readonly slug: string; readonly name: string };
  readonly name: string;
  readonly role: string;
  readonly phone: string;
  readonly visibility: ContactVisibility;
  /** Civil date. */
  readonly consentAt: string | null;
}

/** The contacts that are this person, by structure. */
export async function listContactsOf(db: Executor, person: PersonId): Promise<OwnContact[]> {
  const rows = await db
    .selectFrom('contact as c')
    .innerJoin('structure as s', 's.id', 'c.structure_id')
    .select(['c.id', 's.slug', 's.name as structure', 'c.name', 'c.role', 'c.phone'])
    .select(['c.visibility', 'c.consent_at'])
    .where('c.person_id', '=', person)
    .where('s.merged_into', 'is', null)
    .orderBy('s.name')
    .orderBy('c.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    structure: { slug: row.slug, name: row.structure },
    name: row.name,
    role: row.role,
    phone: row.phone,
    visibility: row.visibility as ContactVisibility,
    consentAt: row.consent_at
  }));
}
