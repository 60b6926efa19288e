import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId } from '#shared/ids.ts';
import { anEvent, aSession } from '../factories/events.ts';
import { aTerritory } from '../factories/people.ts';
import { openDesk } from '../factories/registrations.ts';

/** What is sent sooner than a person can is a machine's. */
const FILLING_MS = 2500;
const ANSWER_WITHIN_MS = 15_000;

export interface OpenEdition {
  readonly id: EventId;
  readonly slug: string;
  readonly session: ProgrammeSessionId;
  readonly places: number;
}

/** An edition in two months, open, with few places, and fewer still in a session. */
export async function anOpenEdition(
  db: Database,
  { places, seats }: { readonly places: number; readonly seats: number }
): Promise<OpenEdition> {
  const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const when = { startsAt: soon(60), endsAt: soon(61) };
  const territory = await aTerritory(db);
  const event = await anEvent(db, territory.id, { capacity: places, ...when });
  await openDesk(db, event.id, { opensAt: '2026-01-01T08:00:00Z' });
  const session = await aSession(db, event.id, { capacity: seats, ...when });
  return { ...event, session, places };
}

/** How people reach the server. */
export interface Door {
  /** The text of a page. */
  read(path: string): Promise<string>;
  /** Sends a form, `at` saying whose. @returns where it leads, or what came instead. */
  send(path: string, body: string, at: number): Promise<string>;
}

/** Straight to a server that believes X-Forwarded-For (MAILLAGE_PROXY=1): each person has an address of her own. */
export function straightTo(origin: string): Door {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  return {
    read: async (path) => (await fetch(origin + path)).text(),
    send: (path, body, at) => send(agent, new URL(path, origin), body, at)
  };
}

/**
 * People who register one after the other, each sending her form again until it is acknowledged, as somebody who sees
 * an error does.
 */
export class Crowd {
  /** Whose place was acknowledged, and by which page. */
  readonly acknowledged = new Map<string, string>();
  /** Who sent her form once at least. */
  readonly asked = new Set<string>();
  /** Answers that were no place: refusals, cut connections. */
  readonly failures = new Map<string, number>();
  readonly #door: Door;
  readonly #edition: OpenEdition;
  readonly #stamp: string;
  #isOver = false;
  #next = 0;

  readonly #name: string;

  private constructor(door: Door, edition: OpenEdition, stamp: string, name: string) {
    this.#door = door;
    this.#name = name;
    this.#edition = edition;
    this.#stamp = stamp;
  }

  /** @param name - what their addresses begin with: two crowds have nobody in common. */
  static async gather(door: Door, edition: OpenEdition, name = 'personne'): Promise<Crowd> {
    const shown = await door.read(`/rencontres/${edition.slug}/inscription`);
    const stamp = /name="presente" value="([^"]+)"/.exec(shown)?.[1] ?? '';
    await sleep(FILLING_MS);
    return new Crowd(door, edition, stamp, name);
  }

  /** Resolves once it was told to stop and everybody who asked has been answered. */
  async register(clients: number): Promise<void> {
    await Promise.all(Array.from({ length: clients }, () => this.#oneAfterTheOther()));
  }

  stop(): void {
    this.#isOver = true;
  }

  async #oneAfterTheOther(): Promise<void> {
    const path = `/rencontres/${this.#edition.slug}/inscription?/inscrire`;
    while (!this.#isOver) {
      const at = this.#next++;
      const email = `${this.#name}-${at}@exemple.test`;
      const body = this.#form(at, email, randomUUID());
      this.asked.add(email);
      for (;;) {
        const said = await this.#door.send(path, body, at);
        if (said.startsWith('/ma-place/')) {
          this.acknowledged.set(email, said);
          break;
        }
        this.failures.set(said, (this.failures.get(said) ?? 0) + 1);
        await sleep(100);
      }
    }
  }

  #form(at: number, email: string, key: string): string {
    return new URLSearchParams({
      ...{ presente: this.#stamp, 'adresse-du-site': '', cle: key },
      ...{ prenom: 'Camille', nom: `Essai ${at}`, courriel: email },
      ...{ profession: 'Infirmière', structure: 'Cabinet d’essai' },
      'creneau-1': String(this.#edition.session)
    }).toString();
  }
}

/** @returns the page of the place, or what came instead. */
function send(agent: Agent, url: URL, body: string, at: number): Promise<string> {
  return new Promise((done) => {
    const headers = {
      ...{ accept: 'text/html', origin: url.origin },
      ...{ 'content-type': 'application/x-www-form-urlencoded' },
      'content-length': Buffer.byteLength(body),
      'x-forwarded-for': `198.18.${(at >> 8) & 255}.${at & 255}`
    };
    const options = { agent, method: 'POST', headers, timeout: ANSWER_WITHIN_MS };
    const outgoing = request(url, options, (response) => {
      response.resume();
      response.on('error', () => done('cut'));
      response.on('end', () => done(response.headers.location ?? String(response.statusCode)));
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    outgoing.end(body);
  });
}

/** What an edition holds, counted from its rows. */
interface Held {
  /** Addresses registered; one that is registered twice is there twice. */
  readonly emails: readonly string[];
  readonly confirmed: number;
  /** Confirmed in the session of few seats. */
  readonly seated: number;
  /** Messages of registration, by address. */
  readonly messages: ReadonlyMap<string, number>;
  /** Places that the ledger says taken. */
  readonly ledger: number;
}

async function countHeld(db: Database, { id, session }: OpenEdition): Promise<Held> {
  const { rows } = await sql<{ email: string; status: string; seat: string | null }>`
    select r.email, r.status, c.status as seat from registration r
    left join session_choice c on c.registration_id = r.id and c.session_id = ${session}
    where r.event_id = ${id}`.execute(db);
  const { rows: mails } = await sql<{ recipient: string; count: number }>`
    select recipient, count(*)::int as count from mail_message where kind like 'registration-%'
    group by recipient`.execute(db);
  const { rows: pools } = await sql<{ taken: number }>`
    select coalesce(sum(taken), 0)::int as taken from place_pool
    where event_id = ${id} and session_id is null`.execute(db);
  return {
    emails: rows.map(({ email }) => email),
    confirmed: rows.filter(({ status }) => status === 'confirmed').length,
    seated: rows.filter(({ seat }) => seat === 'confirmed').length,
    messages: new Map(mails.map(({ recipient, count }) => [recipient, count])),
    ledger: pools[0]!.taken
  };
}

/** Of what people were told, what the database says: each acknowledged place is there, once, with its message. */
export async function checkKept(
  db: Database,
  edition: OpenEdition,
  ...crowds: readonly Crowd[]
): Promise<void> {
  const held = await countHeld(db, edition);
  const rows = new Set(held.emails);
  const acknowledged = crowds.flatMap((crowd) => [...crowd.acknowledged.keys()]);
  expect(acknowledged.filter((email) => !rows.has(email))).toEqual([]);
  expect(held.emails.length, 'nobody is there twice').toBe(rows.size);
  expect(rows, 'nobody is there who did not ask').toEqual(
    new Set(crowds.flatMap((crowd) => [...crowd.asked]))
  );
  expect(held.confirmed).toBe(Math.min(edition.places, rows.size));
  expect(held.ledger).toBe(held.confirmed);
  expect([...rows].filter((email) => held.messages.get(email) !== 1)).toEqual([]);
}
