import { openAsBlob } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import type { Database } from '#server/db/connection.ts';
import { collect, type Alive } from './collecting.ts';
import { Random } from './random.ts';
import { anEdition, chosen, type Edition } from './registering.ts';
import { ALONE, type Measure } from './report.ts';
import { percentile, signIn } from './requests.ts';
import { memoryOf, startServer, type BuiltServer } from './server.ts';
import { Answers, repeat, Somebody } from './wandering.ts';

const SEED = 53;
const VISITORS = 10;
const MEMBERS = ['lucie.esquisse', 'ines.essai', 'salome.essai', 'helene.croquis', 'aline.calque'];
const HOMES = ['/', '/annuaire', '/qui-couvre', '/rencontres', '/plans', '/partage', '/donnees'];
const OWN_HOMES = [...HOMES, '/mon-espace', '/mon-espace/nouvelles', '/recherche?q=coordination'];
const DOCUMENTS = new URL('../../demo/documents/', import.meta.url).pathname;
/** What a form asks before it is sent: it takes a person two seconds at least. */
const FILLING_MS = 2500;
const SAMPLED_EVERY_MS = 15_000;
const TOLD_EVERY = 12;
/** What is kept in memory for good is there after the first, and what comes after should not be more. */
const QUARTERS = [1, 2, 3, 4] as const;

interface Sample {
  readonly minutes: number;
  readonly resident: number;
  readonly connections: number;
}

/** A server, and the port of its inspector. */
interface Inspected extends BuiltServer {
  readonly inspector: number;
}

/**
 * Mixed load on the built server, on the whole demonstration and with every job at its hour: people who go from page
 * to page with or without an account, exports among them, people who register, sign in, ask, answer and deposit
 * documents, and a mail server that takes every message.
 */
export async function benchSoak(
  db: Database,
  url: string,
  { port, minutes, data }: { port: number; minutes: number; data: string }
): Promise<Measure[]> {
  await rm(data, { recursive: true, force: true });
  const mail = await takeMail(port + 1);
  const built = await startServer(url, port, {
    ...{ MAILLAGE_DEMO: 'on', MAILLAGE_PROXY: '1', MAILLAGE_DATA: data },
    ...{ SMTP_URL: `smtp://127.0.0.1:${port + 1}`, MAIL_FROM: 'banc@exemple.test' },
    NODE_OPTIONS: `--inspect-port=127.0.0.1:${port + 2}`
  });
  try {
    const edition = await anEdition(db, 'soak');
    const answers = new Answers();
    const server = { ...built, inspector: port + 2 };
    const { samples, alive } = await live(server, db, { answers, edition, minutes });
    return [
      ...measuresOf(answers, minutes),
      ...measuresOfMemory(samples, alive, minutes),
      ...(await measuresOfWork(db, mail, minutes))
    ];
  } finally {
    await built.stop();
    await mail.close();
  }
}

interface Load {
  readonly answers: Answers;
  readonly edition: Edition;
  readonly minutes: number;
}

async function live(
  built: Inspected,
  db: Database,
  load: Load
): Promise<{ samples: readonly Sample[]; alive: readonly Alive[] }> {
  const began = Date.now();
  const goesOn = () => Date.now() - began < load.minutes * 60_000;
  const samples: Sample[] = [];
  const sample = async () => {
    while (goesOn()) {
      const now = await look(built, db, (Date.now() - began) / 60_000);
      if (samples.push(now) % TOLD_EVERY === 0) console.error(told(now, load.answers));
      await sleep(SAMPLED_EVERY_MS);
    }
  };
  const alive: Alive[] = [];
  const collectEachQuarter = async () => {
    for (const quarter of QUARTERS) {
      await sleep(Math.max(0, began + (quarter / 4) * load.minutes * 60_000 - Date.now()));
      const held = await collect(built.pid, built.inspector);
      alive.push(held);
      console.error(
        `  collected: ${held.heap.toFixed(1)} MB alive, ${held.resident.toFixed(0)} MB`
      );
    }
  };
  await Promise.all([
    ...[sample(), collectEachQuarter()],
    ...(await everybody(built.url, load, goesOn))
  ]);
  return { samples, alive };
}

async function everybody(
  server: string,
  { answers, edition }: Load,
  goesOn: () => boolean
): Promise<Promise<void>[]> {
  const random = new Random(SEED);
  let number = 0;
  const one = (cookie?: string) => new Somebody(server, answers, { number: number++, cookie });
  const enter = (name: string) => signIn(server, `${name}@exemple.test`);
  const signedIn = await Promise.all(MEMBERS.map(async (name) => one(await enter(name))));
  const [asks, answersThem, deposits] = [
    one(await enter('lucie.esquisse')),
    one(await enter('ines.essai')),
    one(await enter('salome.essai'))
  ];
  const files = await readdir(DOCUMENTS);
  const visitors = Array.from({ length: VISITORS }, () => one());
  let turn = 0;
  return [
    ...visitors.map((visitor) => repeat(random, 1500, goesOn, () => visitor.wander(random, HOMES))),
    ...signedIn.map((member) =>
      repeat(random, 1500, goesOn, () => member.wander(random, OWN_HOMES))
    ),
    repeat(random, 20_000, goesOn, () => ask(asks, ++turn)),
    repeat(random, 12_000, goesOn, () => answerOne(answersThem, random)),
    repeat(random, 60_000, goesOn, () => deposit(deposits, join(DOCUMENTS, random.pick(files)))),
    repeat(random, 15_000, goesOn, () => enter(random.pick(MEMBERS))),
    ...[0, 1, 2].map(() => repeat(random, 500, goesOn, () => register(one(), edition, ++turn)))
  ];
}

async function register(person: Somebody, edition: Edition, at: number): Promise<void> {
  await person.see(`/rencontres/${edition.slug}/inscription`);
  await sleep(FILLING_MS);
  const seats = chosen(edition, at).map((id, slot) => [`creneau-${slot}`, String(id)] as const);
  await person.send('?/inscrire', {
    ...{ prenom: 'Camille', nom: `Essai ${at}`, courriel: `endurance-${at}@banc.internal` },
    ...{ profession: 'Infirmière', structure: 'Cabinet d’essai' },
    ...Object.fromEntries(seats)
  });
}

async function ask(person: Somebody, at: number): Promise<void> {
  await person.see('/partage/questions/nouvelle');
  await person.send('?/poser', {
    titre: `Question d’endurance ${at}`,
    'texte-body': 'Comment faites-vous, chez vous, pour que cela tienne dans la durée ?'
  });
}

async function answerOne(person: Somebody, random: Random): Promise<void> {
  await person.see('/partage/questions');
  const questions = [...person.html.matchAll(/href="(\/partage\/questions\/[^"#?]+)"/g)].map(
    ([, path]) => path!
  );
  const open = questions.filter((path) => !path.endsWith('/nouvelle'));
  if (open.length === 0) return;
  await person.see(random.pick(open));
  // Hers, or a question already resolved, cannot be answered.
  if (person.html.includes('?/repondre#ecrire-answer'))
    await person.send('?/repondre#ecrire-answer', {
      texte: 'Chez nous, un appel par mois suffit.'
    });
}

async function deposit(person: Somebody, file: string): Promise<void> {
  await person.see('/partage/documents/nouveau');
  await person.send('', {
    fichier: new File([await openAsBlob(file)], basename(file)),
    titre: basename(file),
    geste: 'publier'
  });
}

function told({ minutes, resident }: Sample, answers: Answers): string {
  const failures = [...answers.failures].map(([what, count]) => `${count} × ${what}`).join(', ');
  return `  ${minutes.toFixed(0)} min: ${resident.toFixed(0)} MB, ${answers.durations.length} requests, ${failures || 'no error'}`;
}

async function look(built: BuiltServer, db: Database, minutes: number): Promise<Sample> {
  const { rows } = await sql<{ connections: number }>`
    select count(*)::int as connections from pg_stat_activity
    where datname = current_database()`.execute(db);
  const resident = memoryOf(built.pid)?.now ?? NaN;
  return { minutes, resident, connections: rows[0]!.connections };
}

function measuresOf(answers: Answers, minutes: number): Measure[] {
  const { length } = answers.durations;
  const failures = [...answers.failures].map(([what, count]) => `${count} × ${what}`);
  const slowest = answers.slowest(3).map(([what, ms]) => `${what} ${ms.toFixed(0)} ms`);
  return [
    {
      what: `${ALONE}, ${minutes} minutes: answers without an error`,
      ...{
        budget: 100,
        measured: 100 * (1 - answers.failed() / length),
        unit: '%',
        bound: 'least'
      },
      how: `${minutes} minutes, ${length.toLocaleString('en')} requests by ${VISITORS + MEMBERS.length} people who go from link to link and others who register, sign in, ask, answer, deposit; ${failures.join(', ') || 'no error'}`
    },
    {
      what: `${ALONE}, ${minutes} minutes: p95`,
      ...{ budget: 300, measured: percentile(answers.durations, 95), unit: 'ms', bound: 'most' },
      how: `the same, exports and papers among them; p50 ${percentile(answers.durations, 50).toFixed(0)} ms, p99 ${percentile(answers.durations, 99).toFixed(0)} ms; slowest: ${slowest.join(', ')}`
    }
  ];
}

function measuresOfMemory(
  samples: readonly Sample[],
  alive: readonly Alive[],
  minutes: number
): Measure[] {
  const [early, late] = [alive[0]!, alive.at(-1)!];
  const list = (of: (one: Alive) => number) => alive.map((one) => of(one).toFixed(0)).join(', ');
  const connections = Math.max(...samples.map((one) => one.connections));
  const resident = samples.map((one) => one.resident);
  return [
    {
      what: `${ALONE}, ${minutes} minutes: memory alive at the end, of what it was after a quarter`,
      ...{ budget: 105, measured: (100 * late.heap) / early.heap, unit: '%', bound: 'most' },
      how: `collected at each quarter: heap ${list(({ heap }) => heap)} MB, resident ${list((one) => one.resident)} MB; meanwhile resident ${percentile(resident, 50).toFixed(0)} MB as a median of ${samples.length} readings, at most ${Math.max(...resident).toFixed(0)} MB; at most ${connections} connections to the database`
    }
  ];
}

/** What is to be done is done, once: every message left, no job failed. */
async function measuresOfWork(db: Database, mail: Mail, minutes: number): Promise<Measure[]> {
  const queued = sql<{ queued: number; sent: number; other: number; failed: number }>`
    select count(*) filter (where status in ('queued', 'sending') and not_before <= now())::int as queued,
      count(*) filter (where status = 'sent')::int as sent,
      count(*) filter (where status in ('failed', 'uncertain'))::int as other,
      (select count(*)::int from graphile_worker.jobs where last_error is not null) as failed
    from mail_message`;
  let figures = (await queued.execute(db)).rows[0]!;
  for (let wait = 0; wait < 60 && figures.queued > 0; wait++) {
    await sleep(1000);
    figures = (await queued.execute(db)).rows[0]!;
  }
  const { queued: waiting, sent, other, failed } = figures;
  return [
    {
      what: `${ALONE}, ${minutes} minutes: messages that left, once`,
      ...{
        budget: 100,
        measured: (100 * sent) / (sent + waiting + other),
        ...{ unit: '%', bound: 'least' }
      },
      how: `${sent} sent, ${mail.taken()} taken by the mail server, ${waiting} waiting a minute after, ${other} otherwise; ${failed} jobs with an error`
    }
  ];
}

interface Mail {
  taken(): number;
  close(): Promise<void>;
}

/** A mail server that takes every message and keeps none. */
async function takeMail(port: number): Promise<Mail> {
  let taken = 0;
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
    disableReverseLookup: true,
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => {
        taken++;
        done();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    taken: () => taken,
    close: () => new Promise((closed) => server.close(() => closed()))
  };
}
