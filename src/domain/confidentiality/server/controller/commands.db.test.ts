import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { UNKNOWN_CONTROLLER } from '../../controller.ts';
import { setController } from './commands.ts';
import { getController } from './queries.ts';

const db = await testDatabase();

test('who runs the instance says who answers for it, again and again; nobody else does', async () => {
  const administrator = await person(db, { administrator: true });
  expect(await getController(db)).toEqual(UNKNOWN_CONTROLLER);
  const said = { ...UNKNOWN_CONTROLLER, name: 'Département d’essai', security: 'ssi@exemple.test' };
  await setController(db, administrator, { ...said, name: 'Autre' });
  await setController(db, administrator, said);
  expect(await getController(db)).toEqual(said);
  await expect(setController(db, VISITOR, UNKNOWN_CONTROLLER)).rejects.toThrow(Forbidden);
  await expect(setController(db, await person(db), UNKNOWN_CONTROLLER)).rejects.toThrow(Forbidden);
  expect(await getController(db)).toEqual(said);
});
