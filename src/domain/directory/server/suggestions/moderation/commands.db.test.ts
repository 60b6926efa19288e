import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../../tests/factories/structures.ts';
import {
  aSuggestionDesk,
  anErrorSaid,
  AUTHOR,
  recipientsOf,
  sender
} from '../../../../../../tests/factories/suggestions.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { RACED } from '../../../../../../tests/support/raced.ts';
import { asInput } from '../../../model.ts';
import { createStructure, updateStructure } from '../../commands.ts';
import { getStructure } from '../../queries.ts';
import { suggestStructure } from '../commands.ts';
import { getSuggestion, listSuggestions } from '../queries.ts';
import { decideSuggestion, type Decision } from './commands.ts';

const db = await testDatabase();
const NOW = new Date('2027-03-01T09:00:00Z');
const ACCEPT: Decision = { accept: true, value: '0536490009', type: '', fields: [], seen: 0 };
const REFUSE: Decision = { accept: false, refusal: 'unverified', more: '' };

let territory: Territory;
let structure: StructureId;
let referent: PersonActor;
let animator: PersonActor;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
});

beforeEach(async () => {
  ({ structure, referent, animator } = await aSuggestionDesk(db, territory));
});

const anError = (said: object = {}) => anErrorSaid(db, { structure, ...said }, NOW);
const recipients = () => recipientsOf(db);

describe('deciding', () => {
  it('writes what is accepted, keeps it in the history as proposed, and thanks the author', async () => {
    const id = await anError();
    expect(await decideSuggestion(db, referent, id, ACCEPT, NOW)).toMatchObject({
      ok: true,
      slug: 'clic',
      edit: false
    });
    expect((await getStructure(db, 'clic')).phone).toBe('0536490009');
    const kinds = await db.selectFrom('structure_history').select('kind').orderBy('id').execute();
    expect(kinds.map(({ kind }) => kind)).toEqual(['created', 'suggested']);
    expect(await recipients()).toContain(`suggestion-outcome → ${AUTHOR}`);
  });

  it('a value that breaks a rule of the fiche is refused in words, and the proposal still waits', async () => {
    const id = await anError();
    const wrong = await decideSuggestion(db, referent, id, { ...ACCEPT, value: 'douze' }, NOW);
    expect(wrong).toMatchObject({ ok: false, reason: 'invalid' });
    expect((await getSuggestion(db, referent, id)).status).toBe('pending');
  });

  it('what cannot be written as it is waits until somebody has changed the fiche, then its author is thanked', async () => {
    const hours = await anError({ part: 'hours', text: 'Ouvert aussi le samedi' });
    expect(await decideSuggestion(db, referent, hours, ACCEPT, NOW)).toMatchObject({
      ok: false,
      reason: 'invalid'
    });
    expect((await getSuggestion(db, referent, hours)).status).toBe('pending');
    const openingHours = 'Mo-Sa 09:00-12:00';
    const fiche = asInput(await getStructure(db, 'clic'));
    await updateStructure(db, referent, structure, { ...fiche, openingHours });
    expect(await decideSuggestion(db, referent, hours, ACCEPT, NOW)).toMatchObject({ ok: true });
    expect((await recipients()).filter((one) => one.includes(AUTHOR))).toHaveLength(1);
  });

  it('a closed structure is closed', async () => {
    const closed = await anError({ part: 'closed', text: 'Fermée depuis mai' });
    await decideSuggestion(db, referent, closed, ACCEPT, NOW);
    expect((await getStructure(db, 'clic')).status).toBe('closed');
  });

  it('what the structure itself says by its link also confirms the fiche', async () => {
    const id = await anError({ ownLink: true });
    await decideSuggestion(db, animator, id, ACCEPT, NOW);
    expect((await getStructure(db, 'clic')).confirmedAt).toBe(NOW.toISOString());
  });

  it('a structure accepted enters the directory of its territory with its source', async () => {
    const result = await suggestStructure(
      db,
      VISITOR,
      {
        name: 'Maison nouvelle',
        type: 'MSP',
        communeCode: 'A',
        text: 'Une maison de santé.',
        phone: '',
        website: '',
        source: 'le journal',
        authorName: '',
        authorEmail: ''
      },
      sender(),
      NOW
    );
    if (!result.ok) throw new Error(result.reason);
    const decided = await decideSuggestion(
      db,
      animator,
      result.id,
      { ...ACCEPT, type: 'MSP' },
      NOW
    );
    expect(decided).toMatchObject({ ok: true, slug: 'maison-nouvelle', edit: true });
    const created = await getStructure(db, 'maison-nouvelle');
    expect([created.territories, created.sources]).toEqual([[territory.slug], ['le journal']]);
  });

  it('a refusal says why to its author, and changes nothing', async () => {
    const id = await anError();
    await decideSuggestion(
      db,
      referent,
      id,
      { accept: false, refusal: 'already', more: 'Corrigé hier.' },
      NOW
    );
    expect((await getStructure(db, 'clic')).phone).toBe('0536490001');
    const mail = await db
      .selectFrom('mail_message')
      .select('text_body')
      .where('recipient', '=', AUTHOR)
      .executeTakeFirstOrThrow();
    expect(mail.text_body).toContain('C’était déjà à jour. Corrigé hier.');
  });

  it('words to the author that may be about a person are read again, and nothing is sent before', async () => {
    const id = await anError();
    const telling: Decision = {
      accept: false,
      refusal: 'other',
      more: 'Madame Durand, née le 12/03/1941, n’habite plus ici.'
    };
    expect(await decideSuggestion(db, referent, id, telling, NOW)).toMatchObject({
      ok: false,
      reason: 'second-reading',
      readings: [{ field: 'precision' }]
    });
    expect((await getSuggestion(db, referent, id)).status).toBe('pending');
    expect((await recipients()).filter((one) => one.includes(AUTHOR))).toEqual([]);
    const reread = { ...telling, reread: true };
    expect(await decideSuggestion(db, referent, id, reread, NOW)).toMatchObject({ ok: true });
  });

  it('of two people at once, one decides and the others are told who did', async () => {
    const id = await anError();
    const results = await Promise.all([
      decideSuggestion(db, referent, id, ACCEPT, NOW),
      decideSuggestion(db, animator, id, REFUSE, NOW),
      decideSuggestion(db, animator, id, ACCEPT, NOW)
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter((one) => !one.ok && one.reason === 'decided')).toHaveLength(2);
    expect((await recipients()).filter((one) => one.includes(AUTHOR))).toHaveLength(1);
  });

  it(
    'negative control: reading that it waits, then writing, lets everybody decide',
    RACED,
    async () => {
      const id = await anError();
      const naive = () =>
        db.transaction().execute(async (tx) => {
          const { status } = await getSuggestion(tx, animator, id);
          await sql`select pg_sleep(0.2)`.execute(tx);
          if (status !== 'pending') return false;
          await tx
            .updateTable('suggestion')
            .set({ status: 'accepted' })
            .where('id', '=', id)
            .execute();
          return true;
        });
      expect(await Promise.all([naive(), naive(), naive()])).toEqual([true, true, true]);
    }
  );
});

describe('what nobody else may see or do', () => {
  it('a référent sees and decides only what is about her fiches; a member, a visitor, another animator nothing', async () => {
    const id = await anError();
    const elsewhere = await aTerritory(db, 'ailleurs');
    const strangers = [
      VISITOR,
      await person(db, { roles: [{ territory: territory.id, role: 'member' }] }),
      await person(db, { roles: [{ territory: territory.id, role: 'reception' }] }),
      await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] }),
      await person(db, {
        referentOf: [await createStructure(db, operator('test'), aStructure({ name: 'Autre' }))]
      })
    ];
    for (const stranger of strangers) {
      await expect(getSuggestion(db, stranger, id)).rejects.toBeInstanceOf(NotFound);
      await expect(decideSuggestion(db, stranger, id, ACCEPT, NOW)).rejects.toBeInstanceOf(
        NotFound
      );
      expect(await listSuggestions(db, stranger, { territory: territory.id })).toEqual([]);
      expect(await listSuggestions(db, stranger, { referentOf: [structure] })).toEqual([]);
    }
    expect(await listSuggestions(db, referent, { referentOf: referent.referentOf })).toHaveLength(
      1
    );
  });

  it('who leads any territory of the structure decides, not only the first', async () => {
    const second = await aTerritory(db, 'second');
    await db
      .insertInto('structure_territory')
      .values({ structure_id: structure, territory_id: second.id })
      .execute();
    const colleague = await person(db, { roles: [{ territory: second.id, role: 'animator' }] });
    const id = await anError();
    expect(await listSuggestions(db, colleague, { territory: second.id })).toHaveLength(1);
    expect(await decideSuggestion(db, colleague, id, ACCEPT, NOW)).toMatchObject({ ok: true });
  });

  it('the author’s e-mail reaches nobody, not even those who decide', async () => {
    const id = await anError();
    const seen = JSON.stringify([
      await getSuggestion(db, animator, id),
      await listSuggestions(db, referent, { referentOf: [structure] })
    ]);
    expect(seen).toContain('Une passante');
    expect(seen).not.toContain(AUTHOR);
    const mails = await db.selectFrom('mail_message').selectAll().execute();
    expect(JSON.stringify(mails)).not.toContain(AUTHOR);
  });

  it('what somebody said is about a person leaves every list', async () => {
    const id = await anError();
    await sql`insert into withholding (content_kind, content_id) values ('suggestion', ${String(id)})`.execute(
      db
    );
    expect(await listSuggestions(db, animator, { territory: territory.id })).toEqual([]);
    await expect(getSuggestion(db, animator, id)).rejects.toBeInstanceOf(NotFound);
  });
});
