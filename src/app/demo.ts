import { operator } from '#domain/identity/model.ts';
import {
  createStructures,
  saveVocabulary,
  setFrontDoors
} from '#domain/directory/server/commands.ts';
import { listTypes } from '#domain/directory/server/queries.ts';
import { saveAcronyms } from '#domain/directory/server/vocabularies/installation/commands.ts';
import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { createTerritory } from '#domain/territory/server/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { plural } from '#shared/text.ts';
import { defaultAcronyms, defaultVocabulary, readDemonstration } from './demo-files.ts';
import { loadDemonstrationEvents } from './demo-events.ts';
import { loadPeople } from './demo-people.ts';
import { loadDemonstrationPlans } from './demo-plans.ts';
import { loadDemonstrationSharing } from './demo-sharing.ts';

type Say = (message: string) => void;

const DEMONSTRATION = operator('démonstration');

/**
 * Loads the words of the sector into an instance that has none, and leaves those of the others alone; the acronyms of
 * plans likewise.
 * @returns whether the words were loaded.
 */
export async function loadDefaultVocabulary(db: Database): Promise<boolean> {
  if ((await listVocabulary(db, 'acronym')).length === 0)
    await saveAcronyms(db, operator('installation'), defaultAcronyms());
  if ((await listTypes(db)).length > 0) return false;
  await saveVocabulary(db, operator('installation'), defaultVocabulary());
  return true;
}

/**
 * Loads the three demonstration territories, their fiches and their front doors, all or nothing; the
 * official geography must be there. Does nothing, and says so, when there are structures already.
 * @param now - the instant from which the ages of confirmations count.
 * @returns whether they were loaded.
 */
export async function loadDemonstration(
  db: Database,
  say: Say = () => {},
  now: Date = new Date()
): Promise<boolean> {
  const present = await db.selectFrom('structure').select('id').limit(1).executeTakeFirst();
  if (present) {
    say('Territoires de démonstration : rien à charger, l’annuaire contient déjà des structures');
    return false;
  }
  const { territories, structures } = await readDemonstration(now);
  await inTransaction(db, async (tx) => {
    await loadDefaultVocabulary(tx);
    const created = [];
    for (const { frontDoors, ...territory } of territories) {
      created.push({ frontDoors, ...(await createTerritory(tx, DEMONSTRATION, territory)) });
    }
    await createStructures(tx, DEMONSTRATION, structures);
    for (const { id, frontDoors } of created) {
      await setFrontDoors(tx, DEMONSTRATION, id, frontDoors);
    }
    await loadPeople(tx);
    await loadDemonstrationEvents(tx, say, now);
    await loadDemonstrationPlans(tx, say, now);
    await loadDemonstrationSharing(tx, say, now);
  });
  say(
    `Territoires de démonstration : ${plural(territories.length, 'territoire')}, ${plural(structures.length, 'structure')}`
  );
  return true;
}

/**
 * Gives their accounts to the invented people who have none, in demonstration mode only.
 * @returns how many.
 */
export async function loadDemonstrationPeople(db: Database, say: Say = () => {}): Promise<number> {
  const count = await inTransaction(db, loadPeople);
  if (count > 0) say(`Personnes de démonstration : ${plural(count, 'compte')}`);
  return count;
}
