import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '#server/db/connection.ts';
import type { Measure } from './report.ts';
import { percentile, signIn } from './requests.ts';
import { startServer } from './server.ts';

const CLIENTS = 250;
const REGISTRATIONS = 2500;
/** Fewer than are asked for, here and in each workshop: what is measured gives places and ranks. */
const PLACES = 2200;
const WORKSHOP_PLACES = 200;
const WORKSHOPS = 9;
const RAW_CONNECTIONS = 20;
/** What the form asks before it is sent: it takes a person two seconds at least. */
const FILLING_MS = 2500;

export interface Edition {
  readonly id: number;
  readonly slug: string;
  /** Three slots of three workshops. */
  readonly workshops: readonly number[];
}

/**
 * 250 people register at once, again and again, into workshops that fill up: through the built server, then the same
 * transaction in raw SQL on the same PostgreSQL.
 */
export async function benchRegistering(
  db: Database,
  url: string,
  port: number
): Promise<Measure[]> {
  const edition = await anEdition(db, 'http');
  const built = await startServer(url, port, { MAILLAGE_PROXY: '1' });
  let through: Run;
  let pages: Measure[];
  try {
    through = await throughHttp(built.url, edition);
    pages = await benchPages(built.url, edition);
  } finally {
    await built.stop();
  }
  const overbooked = await countOverbooked(db);
  const raw = await inRawSql(url, await anEdition(db, 'raw'));
  return [...measuresOf(through, raw, overbooked), ...pages];
}

function measuresOf(through: Run, raw: Run, overbooked: number): Measure[] {
  const how = `${REGISTRATIONS} registrations by ${CLIENTS} clients at once, ${PLACES} places, ${WORKSHOPS} workshops of ${WORKSHOP_PLACES}, message written each time`;
  return [
    {
      what: 'Registrations into limited sessions, built server',
      ...{ budget: 100, measured: through.perSecond, unit: '/s', bound: 'least' },
      how: `${how}; p50 ${percentile(through.durations, 50).toFixed(0)} ms, p95 ${percentile(through.durations, 95).toFixed(0)} ms`
    },
    {
      what: 'Registrations that did not fail',
      ...{ budget: 100, measured: 100 * (1 - through.failures / REGISTRATIONS) },
      ...{ unit: '%', bound: 'least' },
      how: `the same: ${through.failures} failures`
    },
    {
      what: 'Places given once',
      ...{ budget: 100, measured: 100 * (1 - overbooked / PLACES), unit: '%', bound: 'least' },
      how: `counted from the rows, in the edition and in each workshop: ${overbooked} overbooked`
    },
    {
      what: 'The same, of what raw SQL reaches',
      ...{
        budget: 40,
        measured: (100 * through.perSecond) / raw.perSecond,
        unit: '%',
        bound: 'least'
      },
      how: `the same transaction by ${RAW_CONNECTIONS} connections without server: ${raw.perSecond.toFixed(0)}/s`
    }
  ];
}

interface Run {
  readonly perSecond: number;
  readonly durations: readonly number[];
  readonly failures: number;
}

/** Opens an edition in two months, with fewer places than people will ask for, here and in its workshops. */
export async function anEdition(db: Database, name: string): Promise<Edition> {
  const slug = `banc-${name}-${Date.now().toString(36)}`;
  const { rows } = await sql<{ id: number }>`
    with space as (
      insert into perimeter (certainty, cog_year) values ('everywhere', 2026) returning id
    ), place as (
      insert into territory (slug, name, name_with_de, perimeter_id)
      select ${slug}, 'Banc d’essai', 'du banc d’essai', id from space returning id
    )
    insert into event (territory_id, slug, kind, title, status, starts_at, ends_at, capacity, fictional)
    select id, ${slug}, 'annual-day', 'Journée du banc d’essai', 'published', now() + interval '60 days',
      now() + interval '60 days 8 hours', ${PLACES}, true from place returning id`.execute(db);
  const { id } = rows[0]!;
  await sql`update registration_desk set opens_at = now() - interval '1 day' where event_id = ${id}`.execute(
    db
  );
  const { rows: workshops } = await sql<{ id: number }>`
    insert into programme_session (event_id, kind, title, starts_at, ends_at, chosen, capacity)
    select e.id, 'workshop', 'Atelier ' || n, e.starts_at + (n % 3) * interval '2 hours',
      e.starts_at + (n % 3) * interval '2 hours' + interval '1 hour', true, ${WORKSHOP_PLACES}
    from event e, generate_series(0, ${WORKSHOPS - 1}::int) n where e.id = ${id} order by n returning id`.execute(
    db
  );
  return { id, slug, workshops: workshops.map((workshop) => workshop.id) };
}

/** One workshop of each slot, the first ones sooner full than the others. */
export function chosen({ workshops }: Edition, at: number): number[] {
  return [0, 1, 2].map((slot) => workshops[slot + 3 * (at % 7 < 4 ? 0 : (at % 2) + 1)]!);
}

async function throughHttp(server: string, edition: Edition): Promise<Run> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const page = new URL(`/rencontres/${edition.slug}/inscription`, server);
  const shown = await fetch(page);
  const stamp = /name="presente" value="([^"]+)"/.exec(await shown.text())?.[1] ?? '';
  await sleep(FILLING_MS);
  const durations: number[] = [];
  let failures = 0;
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let at = next++; at < REGISTRATIONS; at = next++) {
        const from = performance.now();
        const body = form(edition, at, stamp);
        const status = await post(
          agent,
          page,
          body,
          `198.51.${100 + (client >> 8)}.${client & 255}`
        );
        durations.push(performance.now() - from);
        if (status.code !== 303 || !status.location.includes('/ma-place/')) failures++;
      }
    })
  );
  const perSecond = (1000 * REGISTRATIONS) / (performance.now() - began);
  agent.destroy();
  return { perSecond, durations, failures };
}

function form(edition: Edition, at: number, stamp: string): string {
  return new URLSearchParams([
    ['presente', stamp],
    ['adresse-du-site', ''],
    ['cle', crypto.randomUUID()],
    ['prenom', 'Camille'],
    ['nom', `Essai ${at}`],
    ['courriel', `personne-${at}@exemple.test`],
    ['profession', 'Infirmière'],
    ['structure', 'Cabinet d’essai'],
    ...chosen(edition, at).map((id, slot) => [`creneau-${slot}`, String(id)] as [string, string]),
    ['accord', 'prochaine']
  ]).toString();
}

function post(
  agent: Agent,
  page: URL,
  body: string,
  address: string
): Promise<{ code: number; location: string }> {
  return new Promise((done, failed) => {
    const headers = {
      accept: 'text/html',
      origin: page.origin,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      'x-forwarded-for': address
    };
    const url = new URL('?/inscrire', page);
    const outgoing = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () =>
        done({ code: response.statusCode ?? 0, location: response.headers.location ?? '' })
      );
    });
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}

async function countOverbooked(db: Database): Promise<number> {
  const { rows } = await sql<{ over: number }>`
    select coalesce(sum(greatest(0, held - capacity)), 0) as over from (
      select p.capacity, case when p.session_id is null
        then (select count(*) from registration r where r.event_id = p.event_id and r.status = 'confirmed')
        else (select count(*) from session_choice c where c.session_id = p.session_id and c.status = 'confirmed')
        end as held from place_pool p where p.capacity is not null) counted`.execute(db);
  return rows[0]!.over;
}

const TAKE = 'select take_desk($1, $2, $3)::text as ledger';
const WRITE = `
  with saved as (
    insert into registration (event_id, email, first_name, last_name, profession_label, structure_label, status,
      waitlisted_at, invite_consent, origin, created_at, updated_at)
    values ($1, $2, 'Camille', $3, 'Infirmière', 'Cabinet d’essai', $4, $5, true, 'self', $6, $6) returning id
  ), seats as (
    insert into session_choice (registration_id, session_id, status, waitlisted_at, updated_at)
    select saved.id, c.session, c.status, case when c.status = 'waitlisted' then $6 end, $6
    from saved, json_to_recordset($7) as c(session bigint, status text)
  ), trace as (
    insert into registration_trace (event_id, registration_id, at, actor_label, action)
    select $1, id, $6, 'Inscription en ligne', 'register' from saved
  ), letter as (
    insert into mail_message (kind, recipient, subject, text_body, html_body)
    values ('registration-confirmed', $2, 'Votre place', $8, $8) returning id
  )
  select graphile_worker.add_job('mail.deliver', json_build_object('id', id)) from letter`;
const LETTER = 'x'.repeat(3000);

interface Pool {
  session: number | null;
  category: number | null;
  capacity: number | null;
  taken: number;
}

/** The same transaction, without server: one lock, one reading, one decision, one writing with its message. */
async function inRawSql(url: string, edition: Edition): Promise<Run> {
  const pool = new pg.Pool({ connectionString: url, max: RAW_CONNECTIONS });
  const durations: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: RAW_CONNECTIONS }, async () => {
      const client = await pool.connect();
      for (let at = next++; at < REGISTRATIONS; at = next++) {
        const from = performance.now();
        await rawRegistration(client, edition, at);
        durations.push(performance.now() - from);
      }
      client.release();
    })
  );
  const perSecond = (1000 * REGISTRATIONS) / (performance.now() - began);
  await pool.end();
  return { perSecond, durations, failures: 0 };
}

async function rawRegistration(client: pg.PoolClient, edition: Edition, at: number): Promise<void> {
  const [now, email] = [new Date(), `personne-${at}@exemple.test`];
  await client.query('begin');
  const { rows } = await client.query<{ ledger: string }>({
    name: 'take',
    text: TAKE,
    values: [edition.id, now, email]
  });
  const { pools } = JSON.parse(rows[0]!.ledger) as { pools: Pool[] };
  const free = (session: number | null) =>
    pools.some((one) => one.session === session && one.taken < one.capacity!);
  const placed = free(null);
  const seats = chosen(edition, at).map((session) => ({
    session,
    status: placed ? (free(session) ? 'confirmed' : 'waitlisted') : 'wished'
  }));
  await client.query({
    name: 'write',
    text: WRITE,
    values: [
      ...[edition.id, email, `Essai ${at}`],
      ...[
        placed ? 'confirmed' : 'waitlisted',
        placed ? null : now,
        now,
        JSON.stringify(seats),
        LETTER
      ]
    ]
  });
  await client.query('commit');
}

/** Pages of an edition that 2,500 people have asked for, one after the other. */
async function benchPages(server: string, edition: Edition): Promise<Measure[]> {
  const signedIn = await signIn(server, 'aline.calque@exemple.test');
  const paths = [
    `/rencontres/${edition.slug}`,
    `/rencontres/${edition.slug}/inscription`,
    `/gestion/rencontres/${edition.slug}`,
    `/gestion/rencontres/${edition.slug}/places`,
    `/gestion/rencontres/${edition.slug}/inscriptions`
  ];
  const slowest: { path: string; ms: number }[] = [];
  for (const path of paths) {
    const times: number[] = [];
    for (let at = 0; at < 11; at++) {
      const from = performance.now();
      const response = await fetch(server + path, { headers: { cookie: signedIn } });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${response.status} for ${path}`);
      times.push(performance.now() - from);
    }
    slowest.push({ path: path.replace(edition.slug, '…'), ms: percentile(times, 95) });
  }
  const worst = slowest.toSorted((a, b) => b.ms - a.ms)[0]!;
  return [
    {
      what: `The slowest page of an edition of ${REGISTRATIONS.toLocaleString('en')} registrations, p95`,
      ...{ budget: 300, measured: worst.ms, unit: 'ms', bound: 'most' },
      how: slowest.map(({ path, ms }) => `${path} ${ms.toFixed(0)} ms`).join(', ')
    }
  ];
}
