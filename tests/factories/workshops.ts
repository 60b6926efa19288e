import { createStructure } from '#domain/directory/server/commands.ts';
import { operator } from '#domain/identity/model.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, StructureId } from '#shared/ids.ts';
import { anEvent } from './events.ts';
import { twoNetworks } from './networks.ts';
import { aStructure, UNKNOWN } from './structures.ts';
import { saveCase, setCaseStatus } from '#domain/events/server/workshop/cases/commands.ts';
import { inviteToWorkshop, setWorkshopStatus } from '#domain/events/server/workshop/commands.ts';
import { readRoom, workshopToken } from '#domain/events/server/workshop/queries.ts';
import { drawPerimeter, type Hand } from '#domain/events/server/workshop/room/commands.ts';

/** The day on which structures draw what they cover. */
export const WORKSHOP_DAY = new Date('2027-03-18T10:00:00Z');

let made = 0;

/** A structure of « ici » of which nobody knows what it covers. */
async function aFiche(db: Database): Promise<{ id: StructureId; slug: string }> {
  made += 1;
  const input = aStructure({ name: `Structure ${made}`, territories: ['ici'], perimeter: UNKNOWN });
  const id = await createStructure(db, operator('test'), input);
  const { slug } = await db
    .selectFrom('structure')
    .select('slug')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { id, slug };
}

/** What somebody wrote at a table. */
export const words = (does: string, stamp: string) => ({
  ...{ does, doesNot: '', doubts: '', stamp, reread: false }
});

/** What a structure answers to a case. */
export const reply = (answer: 'us' | 'not-us', known = '') => ({
  ...{ answer, comment: '', known, reread: false }
});

/** Two networks; the animator of « ici » opens rooms, and structures sit at their tables. */
export async function workshopsOf(db: Database) {
  const networks = await twoNetworks(db);
  const animator = await networks.animator();
  return {
    ...{ networks, animator, aFiche: () => aFiche(db) },

    /** An open room with one structure at its table. */
    async aRoom() {
      const { id: event } = await anEvent(db, networks.here.id);
      const fiche = await aFiche(db);
      await inviteToWorkshop(db, animator, event, [fiche.slug]);
      await setWorkshopStatus(db, animator, event, 'open', WORKSHOP_DAY);
      const token = workshopToken(event, 1);
      const seat = (await readRoom(db, token)).workshop.structures[0]!;
      const hand: Hand = { token, structure: seat.id, address: '203.0.113.4' };
      return { event, fiche, token, seat, hand };
    },

    draw: (hand: Hand, perimeter: PerimeterInput, version = 1, isWhole = false) =>
      drawPerimeter(db, hand, { version, isWhole, from: UNKNOWN, apply: () => perimeter }),

    async aCase(event: EventId, status: 'asked' | 'hidden' = 'asked') {
      const input = {
        story: 'Qui appeler ?',
        commune: 'A',
        theme: '',
        audience: '',
        reread: false
      };
      const outcome = await saveCase(db, animator, event, null, input);
      if (!outcome.ok) throw new Error(outcome.reason);
      await setCaseStatus(db, animator, event, outcome.id, status);
      return outcome.id;
    }
  };
}
