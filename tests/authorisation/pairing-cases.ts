import type { Actor } from '#domain/identity/model.ts';
import {
  joinPairing,
  leavePairing,
  pausePairing
} from '#domain/sharing/server/pairing/members/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

const NOW = new Date('2026-11-22T09:00:00Z');

type Call = (db: Database, actor: Actor, territory: TerritoryId) => Promise<unknown>;

const commands = 'domain/sharing/server/pairing/members/commands.ts';
const CALLS: Readonly<Record<string, Call>> = {
  [`${commands}#joinPairing`]: joinPairing,
  [`${commands}#leavePairing`]: leavePairing,
  [`${commands}#pausePairing`]: (db, actor, territory) =>
    pausePairing(db, actor, territory, { until: '2026-12-24', now: NOW })
};

/** Who wants binômes in a network: its members, each for herself. */
export function ofPairing(here: Territory, elsewhere: Territory): CommandCase[] {
  const members: readonly RoleName[] = ['member', 'referent', 'animator'];
  return [
    { on: 'here', may: members, territory: here },
    { on: 'elsewhere', may: [], territory: elsewhere }
  ].flatMap(({ on, may, territory }) =>
    Object.entries(CALLS).map(([command, call]): CommandCase => ({
      ...{ command, on, may },
      call: (db, actor) => call(db, actor, territory.id)
    }))
  );
}
