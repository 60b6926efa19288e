import type { Executor } from '#server/db/connection.ts';
import { UNKNOWN_CONTROLLER, type Controller } from '../../controller.ts';

/** Who answers for the instance: public, legal pages say it. */
export async function getController(db: Executor): Promise<Controller> {
  const row = await db
    .selectFrom('controller')
    .select(['name', 'address', 'contact', 'dpo', 'host', 'accessibility', 'security'])
    .executeTakeFirst();
  return row ?? UNKNOWN_CONTROLLER;
}
