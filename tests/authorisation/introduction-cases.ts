import type { Actor } from '#domain/identity/model.ts';
import {
  dismissIntroduction,
  markMade,
  planIntroduction,
  undoIntroduction,
  type Pair
} from '#domain/network/server/introductions/commands.ts';
import { writeToBoth } from '#domain/network/server/introductions/writing/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

const NOW = new Date('2026-11-22T09:00:00Z');

type Call = (db: Database, actor: Actor, pair: Pair, territory: Territory) => Promise<unknown>;

const server = 'domain/network/server/introductions';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/commands.ts#planIntroduction`]: async (db, actor, pair) => {
    const { id } = await anEvent(db, pair.territory);
    return planIntroduction(db, actor, pair, id, NOW);
  },
  [`${server}/commands.ts#markMade`]: (db, actor, pair) => markMade(db, actor, pair, NOW),
  [`${server}/commands.ts#dismissIntroduction`]: (db, actor, pair) =>
    dismissIntroduction(db, actor, pair, NOW),
  [`${server}/commands.ts#undoIntroduction`]: (db, actor, pair) =>
    undoIntroduction(db, actor, pair),
  [`${server}/writing/commands.ts#writeToBoth`]: (db, actor, { structures }, territory) =>
    writeToBoth(db, actor, territory, structures, {
      ...{ input: { message: '' }, reread: false, now: NOW }
    })
};

/** Who introduces whom: those who lead the territory, here and elsewhere. */
export function ofIntroductions(here: Territory, elsewhere: Territory): CommandCase[] {
  return [
    { on: 'here', may: ANIMATORS, territory: here },
    { on: 'elsewhere', may: ADMINISTRATORS, territory: elsewhere }
  ].flatMap(({ on, may, territory }) =>
    Object.entries(CALLS).map(([command, call]): CommandCase => ({
      ...{ command, on, may },
      call: async (db, actor) => call(db, actor, await aPair(db, territory.id), territory)
    }))
  );
}

async function aPair(db: Database, territory: TerritoryId): Promise<Pair> {
  const [one, other] = await db
    .selectFrom('structure_territory')
    .select('structure_id')
    .where('territory_id', '=', territory)
    .orderBy('structure_id')
    .limit(2)
    .execute();
  return {
    territory,
    structures: [one!.structure_id as StructureId, other!.structure_id as StructureId]
  };
}
