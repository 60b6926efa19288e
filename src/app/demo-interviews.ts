import { operator } from '#domain/identity/model.ts';
import { isTrainee } from '#domain/registrations/interviews.ts';
import { bookInterview } from '#domain/registrations/server/interviews/commands.ts';
import { saveHosting } from '#domain/registrations/server/interviews/hosting/commands.ts';
import { saveInterviewRules } from '#domain/registrations/server/interviews/organiser/commands.ts';
import { listInterviewHosts } from '#domain/registrations/server/interviews/queries.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import { listRegistrationsOf } from '#domain/registrations/server/places/queries.ts';
import type { Registration } from '#domain/registrations/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import file from '../../demo/events.json' with { type: 'json' };

const DEMONSTRATION = operator('démonstration');
const { hosts, booked } = file.yearly.interviews;

/** Some doctors of the edition to come give quarters of an hour, of which some internes have booked a few. */
export async function loadInterviews(
  tx: Tx,
  event: EventId,
  day: string,
  now: Date
): Promise<void> {
  const rules = { open: true, hosts: 'anyone', category: null, most: 3 } as const;
  await saveInterviewRules(tx, DEMONSTRATION, event, rules);
  const held = (await listRegistrationsOf(tx, event)).filter(
    ({ status }) => status === 'confirmed'
  );
  const doctors = held.filter(({ professionLabel }) => professionLabel === 'Médecin');
  const trainees = held.filter((one) => isTrainee({ ...one, category: null }, null));
  for (const [at, { from, until, ...card }] of hosts.entries()) {
    const asked = { card, range: { day, from, until } };
    const made = await saveHosting(tx, tokenOf(doctors[at]!), asked, { reread: true, now });
    if (!made.ok) throw new Error(`demonstration: ${made.reason}`);
  }
  const all = await listInterviewHosts(tx, event);
  for (const [trainee = 0, host = 0, slot = 0] of booked) {
    const given = all.find(({ registration }) => registration === doctors[host]!.id)!;
    const asked = given.slots[slot]!.id;
    const made = await bookInterview(tx, tokenOf(trainees[trainee]!), asked, { now });
    if (!made.ok) throw new Error(`demonstration: ${made.reason}`);
  }
}

/** Nobody’s link has been revoked yet. */
function tokenOf({ id }: Registration): string {
  return registrationToken(id, 1);
}
