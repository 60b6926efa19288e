import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Territory } from '#domain/territory/model.ts';
import { anEntry, anOpenDoor, type OpenDoor } from '../../../../../../tests/factories/checkin.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';

const db = await testDatabase();
let territory: Territory;
let morning: OpenDoor['morning'];
let someone: OpenDoor['someone'];
let send: OpenDoor['send'];
let scans: OpenDoor['scans'];

beforeAll(async () => {
  territory = await aTerritory(db);
});

beforeEach(async () => {
  ({ morning, someone, send, scans } = await anOpenDoor(db, territory.id, 2));
});

describe('a link of volunteers', () => {
  test('remembers its telephones, and what each says it still has to send', async () => {
    const device = randomUUID();
    await send([], { device, pending: 12 });
    await send([anEntry(someone, morning)], { device, pending: 3 });
    const rows = await db
      .selectFrom('checkin_device')
      .selectAll()
      .where('id', '=', device)
      .execute();
    expect(rows).toMatchObject([{ pending: 3 }]);
    expect((await scans())[0]!.device_id).toBe(device);
  });
});
