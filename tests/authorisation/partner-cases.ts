import { partnerInput } from '#domain/events/partners.ts';
import { saveBudget } from '#domain/events/server/budget/commands.ts';
import {
  createPartner,
  updatePartner,
  updatePartnerWords
} from '#domain/events/server/partners/commands.ts';
import {
  erasePartner,
  movePartner,
  removePartner,
  restorePartner
} from '#domain/events/server/partners/listing/commands.ts';
import { removeLogo, setLogo } from '#domain/events/server/partners/logos/commands.ts';
import { createRelay, deleteRelay, updateRelay } from '#domain/events/server/relays/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, PartnerId } from '#shared/ids.ts';
import { aPng } from '../factories/images.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** What an edition has for these: made for the occasion, with the database. */
export interface Helped {
  readonly event: EventId;
  readonly partner: PartnerId;
  readonly relay: number;
}

/** An edition with a partner and a relay. */
export async function aHelpedEvent(db: Database, event: EventId): Promise<Helped> {
  const partner = await db
    .insertInto('event_partner')
    .values({ event_id: event, name: 'Salle', role: 'partner' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const relay = await db
    .insertInto('event_relay')
    .values({ event_id: event, name: 'Ordre', code: 'ordre' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { event, partner: partner.id as PartnerId, relay: relay.id };
}

const NOW = new Date('2026-11-22T09:00:00Z');
const OPTIONS = { structure: '', reread: false };
const PARTNER = { ...partnerInput.parse({ name: 'Salle', role: 'partner' }), ...OPTIONS };
const RELAY = { name: 'Ordre', code: '', message: '', ...OPTIONS };
const NEW = { name: 'Salle', role: 'partner', structure: '' } as const;

type Call = (db: Database, actor: Actor, where: Helped) => Promise<unknown>;
const server = 'domain/events/server';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/partners/commands.ts#createPartner`]: (db, actor, { event }) =>
    createPartner(db, actor, event, NEW),
  [`${server}/partners/commands.ts#updatePartner`]: (db, actor, where) =>
    updatePartner(db, actor, { ...where, version: 1 }, PARTNER),
  [`${server}/partners/commands.ts#updatePartnerWords`]: (db, actor, where) =>
    updatePartnerWords(db, actor, { ...where, version: 1 }, PARTNER),
  [`${server}/partners/listing/commands.ts#movePartner`]: (db, actor, where) =>
    movePartner(db, actor, where, 'up'),
  [`${server}/partners/listing/commands.ts#removePartner`]: (db, actor, where) =>
    removePartner(db, actor, where, NOW),
  [`${server}/partners/listing/commands.ts#restorePartner`]: (db, actor, where) =>
    restorePartner(db, actor, where),
  [`${server}/partners/listing/commands.ts#erasePartner`]: (db, actor, where) =>
    erasePartner(db, actor, where),
  [`${server}/partners/logos/commands.ts#setLogo`]: (db, actor, where) =>
    setLogo(db, actor, where, aPng()),
  [`${server}/partners/logos/commands.ts#removeLogo`]: (db, actor, where) =>
    removeLogo(db, actor, where),
  [`${server}/budget/commands.ts#saveBudget`]: (db, actor, { event }) =>
    saveBudget(db, actor, event, { lines: [], stamp: '', reread: false }),
  [`${server}/relays/commands.ts#createRelay`]: (db, actor, { event }) =>
    createRelay(db, actor, event, RELAY),
  [`${server}/relays/commands.ts#updateRelay`]: (db, actor, { event, relay }) =>
    updateRelay(db, actor, { event, relay, stamp: '' }, RELAY),
  [`${server}/relays/commands.ts#deleteRelay`]: (db, actor, { event, relay }) =>
    deleteRelay(db, actor, { event, relay })
};

/** Partners, budget and relays, here and elsewhere. What a partner may write of itself is tested beside. */
export function ofPartners(here: Helped, elsewhere: Helped): CommandCase[] {
  const places = [
    { on: 'here', may: ANIMATORS, where: here },
    { on: 'elsewhere', may: ADMINISTRATORS, where: elsewhere }
  ];
  return places.flatMap(({ on, may, where }) =>
    Object.entries(CALLS).map(([command, call]) => ({
      ...{ command, on, may },
      call: (db: Database, actor: Actor) => call(db, actor, where)
    }))
  );
}
