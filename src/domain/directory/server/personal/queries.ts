import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What this domain keeps about somebody, as she may take it away. */
export async function exportPerson(db: Executor, id: PersonId, email: string) {
  const [fiches, letters] = await Promise.all([
    exportFiches(db, id, email),
    exportLetters(db, id, email)
  ]);
  return { ...fiches, ...letters };
}

/** Her place in fiches, and what she did to them. */
async function exportFiches(db: Executor, id: PersonId, email: string) {
  const affiliations = db
    .selectFrom('affiliation as a')
    .innerJoin('structure as s', 's.id', 'a.structure_id')
    .select(['s.name as structure', 'a.referent', 'a.status', 'a.note', 'a.since'])
    .where('a.person_id', '=', id)
    .orderBy('s.name');
  const contacts = db
    .selectFrom('contact as c')
    .innerJoin('structure as s', 's.id', 'c.structure_id')
    .select(['s.name as structure', 'c.name', 'c.role', 'c.phone', 'c.email'])
    .select(['c.visibility', 'c.consent_at'])
    .where((eb) => eb.or([eb('c.person_id', '=', id), eb(eb.fn('lower', ['c.email']), '=', email)]))
    .orderBy('s.name');
  const drafts = db
    .selectFrom('structure_draft as d')
    .innerJoin('structure as s', 's.id', 'd.structure_id')
    .select(['s.name as structure', 'd.updated_at', 'd.content'])
    .where('d.person_id', '=', id)
    .orderBy('d.updated_at');
  const changes = db
    .selectFrom('structure_history as h')
    .innerJoin('structure as s', 's.id', 'h.structure_id')
    .select(['s.name as structure', 'h.at', 'h.kind', 'h.version'])
    .where('h.person_id', '=', id)
    .orderBy('h.id');
  return {
    affiliations: await affiliations.execute(),
    contacts: await contacts.execute(),
    drafts: await drafts.execute(),
    changes: await changes.execute()
  };
}

/** What she proposed and wrote, and what was written to her. */
async function exportLetters(db: Executor, id: PersonId, email: string) {
  const suggestions = db
    .selectFrom('suggestion as g')
    .leftJoin('structure as s', 's.id', 'g.structure_id')
    .select(['s.name as structure', 'g.kind', 'g.text', 'g.status', 'g.created_at', 'g.reason'])
    .where((eb) => eb.or([eb('g.person_id', '=', id), eb('g.author_email', '=', email)]))
    .orderBy('g.id');
  const invitations = db
    .selectFrom('invitation as i')
    .innerJoin('territory as t', 't.id', 'i.territory_id')
    .select(['t.name as territory', 'i.role', 'i.message', 'i.created_at', 'i.accepted_at'])
    .where('i.email', '=', email)
    .orderBy('i.id');
  const relays = db
    .selectFrom('relay_message as r')
    .leftJoin('structure as s', 's.id', 'r.structure_id')
    .select(['s.name as structure', 'r.subject', 'r.created_at'])
    .where((eb) => eb.or([eb('r.sender_id', '=', id), eb('r.person_id', '=', id)]))
    .orderBy('r.id');
  return {
    suggestions: await suggestions.execute(),
    invitations: await invitations.execute(),
    relays: await relays.execute()
  };
}
