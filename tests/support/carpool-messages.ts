import { saveCarpool, writeToCarpooler } from '#domain/registrations/server/carpool/commands.ts';
import { findCarpool } from '#domain/registrations/server/carpool/queries.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { CommuneCode, RegistrationId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';

/** Of two people who have a place, one offers seats in a commune of hers and the other writes to her. */
export async function carpoolMessages(db: Database, territory: TerritoryId): Promise<void> {
  const { id } = await anEvent(db, territory);
  const place = async (name: string) => {
    const row = await db
      .insertInto('registration')
      .values({
        ...{ event_id: id, email: `${name}@reseau.internal`, first_name: name },
        ...{ last_name: 'Essai', status: 'confirmed' }
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return registrationToken(row.id as RegistrationId, 1);
  };
  const commune = await db.selectFrom('commune').select('code').executeTakeFirstOrThrow();
  const [offers, asks] = [await place('ada'), await place('luc')];
  const now = new Date();
  const offer = {
    kind: 'offer',
    seats: 2,
    note: '',
    commune: commune.code as CommuneCode
  } as const;
  await saveCarpool(db, offers, offer, { reread: false, now });
  const [entry] = (await findCarpool(db, asks, now))!.entries;
  const message = { entry: entry!.id, message: 'Est-ce possible à sept heures ?' };
  await writeToCarpooler(db, asks, message, { reread: false, now, address: '127.0.0.1' });
}
