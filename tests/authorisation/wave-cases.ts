import { operator, type Actor } from '#domain/identity/model.ts';
import { waveInput } from '#domain/network/forms.ts';
import {
  closeWave,
  createWave,
  deleteWave,
  openWave,
  updateWave
} from '#domain/network/server/waves/commands.ts';
import { listFollowed } from '#domain/network/server/waves/followup/queries.ts';
import { revokeWaveLink } from '#domain/network/server/waves/links/commands.ts';
import { reopenWave } from '#domain/network/server/waves/opening/commands.ts';
import { remindWave } from '#domain/network/server/waves/sending/commands.ts';
import type { Wave } from '#domain/network/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

const NOW = new Date('2027-03-02T09:00:00Z');
const DAY = '2027-03-23';
const OPERATOR = operator('test');
const input = waveInput.parse({ title: 'Vague d’essai', closesOn: DAY });

type Call = (db: Database, actor: Actor, wave: Wave) => Promise<unknown>;

/** Opens it for the case: what is tried is what comes next. */
async function opened(db: Database, wave: Wave): Promise<Wave> {
  await openWave(db, OPERATOR, wave.id, NOW, { silent: true });
  return { ...wave, status: 'open' };
}

const waves = 'domain/network/server/waves';
const CALLS: Readonly<Record<string, Call>> = {
  [`${waves}/commands.ts#createWave`]: async (db, actor, { territory }) =>
    createWave(db, actor, territory, { input }),
  [`${waves}/commands.ts#updateWave`]: (db, actor, { id, version }) =>
    updateWave(db, actor, { wave: id, version }, { input }, '2027-03-02'),
  [`${waves}/commands.ts#deleteWave`]: (db, actor, { id }) => deleteWave(db, actor, id),
  [`${waves}/opening/commands.ts#openWave`]: (db, actor, { id }) => openWave(db, actor, id, NOW),
  [`${waves}/opening/commands.ts#closeWave`]: async (db, actor, wave) =>
    closeWave(db, actor, (await opened(db, wave)).id, NOW),
  [`${waves}/opening/commands.ts#reopenWave`]: (db, actor, { id }) =>
    reopenWave(db, actor, id, DAY, NOW),
  [`${waves}/sending/commands.ts#remindWave`]: async (db, actor, wave) =>
    remindWave(db, actor, (await opened(db, wave)).id, NOW),
  [`${waves}/links/commands.ts#revokeWaveLink`]: async (db, actor, wave) => {
    const [first] = await listFollowed(db, OPERATOR, await opened(db, wave));
    return revokeWaveLink(db, actor, wave.id, first!.id);
  }
};

/** The waves of a territory, here and elsewhere: those who animate it. A structure answers by its link. */
export function ofWaves(territories: {
  here: { id: TerritoryId };
  elsewhere: { id: TerritoryId };
}): CommandCase[] {
  return [
    { on: 'here', may: ANIMATORS, territory: territories.here.id },
    { on: 'elsewhere', may: ADMINISTRATORS, territory: territories.elsewhere.id }
  ].flatMap(({ on, may, territory }) =>
    Object.entries(CALLS).map(([command, call]): CommandCase => ({
      ...{ command, on, may },
      call: async (db, actor) => call(db, actor, await aDraft(db, territory))
    }))
  );
}

/** A draft, in the transaction of the case, of a territory where no wave is open. */
async function aDraft(db: Database, territory: TerritoryId): Promise<Wave> {
  await db
    .updateTable('wave')
    .set({ status: 'closed', closed_at: NOW })
    .where('territory_id', '=', territory)
    .where('status', '=', 'open')
    .execute();
  const made = await createWave(db, OPERATOR, territory, { input });
  if (!made.ok) throw new Error(made.reason);
  return made.wave;
}
