import { sql } from 'kysely';
import { indexEverything } from '#domain/discovery/server/search/indexing/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { Random } from './random.ts';
import type { Measure } from './report.ts';
import { percentile, signIn } from './requests.ts';

const CONTENTS = 10_000;
const ASKED = 300;
const WARM_UP = 40;
const SLUG = 'banc-de-partage';
const MEMBER = 'aline.calque@exemple.test';
const KINDS = ['project', 'experience', 'question', 'opportunity', 'document'] as const;
/** Of every content: what makes a common word. */
const COMMON = 'coordination';

/** What is shared and searched, as a member who signs in meets it through HTTP, among ten thousand contents. */
export async function benchContents(db: Database, server: string): Promise<Measure[]> {
  const vocabulary = await loadContents(db);
  // Who runs the instance reads everything: what a member reads is what is measured.
  await sql`update person set administrator = false where email = ${MEMBER}`.execute(db);
  const random = new Random(41);
  const word = () => random.pick(vocabulary);
  const mistyped = (text: string) => text.slice(0, 4) + text.slice(5);
  const questions = (ask: () => string) =>
    Array.from({ length: ASKED }, () => `/recherche?${new URLSearchParams({ q: ask() })}`);
  const cookie = await signIn(server, MEMBER);
  const measure = async (what: string, paths: readonly string[], budget: number) => {
    const durations = await inTurn(server, cookie, paths);
    const [p50, p99] = [percentile(durations, 50), percentile(durations, 99)];
    return {
      ...{ what, budget, measured: percentile(durations, 95), unit: 'ms', bound: 'most' as const },
      how: `${paths.length - WARM_UP} pages one after the other, as a member, ${CONTENTS.toLocaleString('en')} contents; p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
    };
  };
  const pages = (path: string) => Array.from({ length: 140 }, () => path);
  return [
    await measure(
      'Search of everything, two words, p95',
      questions(() => `${word()} ${word()} `),
      50
    ),
    await measure(
      'Search of everything, one word mistyped, p95',
      questions(() => `${mistyped(word())} `),
      50
    ),
    await measure(
      'Search of everything, one word of every content, p95',
      questions(() => `${COMMON} `),
      50
    ),
    await measure('/partage, p95', pages('/partage'), 100),
    await measure('/partage/projets, p95', pages('/partage/projets'), 100),
    await measure('/partage/questions, p95', pages('/partage/questions'), 100)
  ];
}

/** The first ones warm the server up, and are not counted. */
async function inTurn(server: string, cookie: string, paths: readonly string[]): Promise<number[]> {
  const durations: number[] = [];
  for (const path of paths) {
    const began = performance.now();
    const response = await fetch(server + path, { headers: { cookie, accept: 'text/html' } });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${response.status} for ${path}`);
    durations.push(performance.now() - began);
  }
  return durations.slice(WARM_UP);
}

/** Writes them once, and indexes them. @returns their words, but the one they all have. */
async function loadContents(db: Database): Promise<string[]> {
  const random = new Random(20261127);
  const vocabulary = Array.from({ length: 3000 }, () => aWord(random));
  const { rows } = await sql`select from territory where slug = ${SLUG}`.execute(db);
  if (rows.length > 0) return vocabulary;
  const text = (count: number) =>
    Array.from({ length: count }, () => random.pick(vocabulary)).join(' ');
  const contents = Array.from({ length: CONTENTS }, (_, at) => {
    const kind = KINDS[at % KINDS.length]!;
    return {
      ...{ kind, slug: `banc-${at}`, title: `${text(4)} ${at % 3 === 0 ? COMMON : ''}`.trim() },
      ...{ summary: `${text(12)} ${COMMON}.`, visibility: at % 4 === 0 ? 'public' : 'members' },
      texts: { description: text(120), body: text(40), context: text(60), done: text(60) }
    };
  });
  await sql`
    with space as (
      insert into perimeter (certainty, cog_year) values ('everywhere', 2026) returning id
    ), place as (
      insert into territory (slug, name, name_with_de, perimeter_id)
      select ${SLUG}, 'Banc d’essai', 'du banc d’essai', id from space returning id
    ), joined as (
      insert into membership (territory_id, person_id, status)
      select place.id, person.id, 'active' from place, person where person.email = ${MEMBER}
    )
    insert into contribution (territory_id, kind, slug, title, summary, texts, visibility, status, published_at)
    select place.id, x.kind, x.slug, x.title, x.summary, x.texts, x.visibility, 'published',
      now() - (row_number() over ()) * interval '30 minutes'
    from place, jsonb_to_recordset(${JSON.stringify(contents)}::jsonb)
      as x (kind text, slug text, title text, summary text, texts jsonb, visibility text)`.execute(
    db
  );
  await writeDetails(db);
  await indexEverything(db);
  await sql`vacuum analyze`.execute(db);
  return vocabulary;
}

async function writeDetails(db: Database): Promise<void> {
  const of = (kind: string) => sql`from contribution where kind = ${kind} and slug like 'banc-%'`;
  await sql`insert into project (contribution_id, stage) select id, 'ongoing' ${of('project')}`.execute(
    db
  );
  await sql`insert into experience (contribution_id) select id ${of('experience')}`.execute(db);
  await sql`insert into question (contribution_id) select id ${of('question')}`.execute(db);
  await sql`insert into opportunity (contribution_id, type, expires_on)
    select id, 'job', current_date + 300 ${of('opportunity')}`.execute(db);
  await sql`insert into document (contribution_id) select id ${of('document')}`.execute(db);
}

/** Three or four syllables: words of the length of ours, far enough apart. */
function aWord(random: Random): string {
  const syllable = () => random.pick([...'bcdfglmnprstv']) + random.pick([...'aeiou']);
  return (
    Array.from({ length: 3 + random.below(2) }, syllable).join('') +
    random.pick(['n', 'r', 'l', ''])
  );
}
