import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Typed } from '#domain/surveys/questions.ts';
import { hideWords } from '#domain/surveys/server/moderation/commands.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { SurveyId } from '#shared/ids.ts';
import { anEvent } from '../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../tests/factories/people.ts';
import { aComer, anOpenSurvey, answer, typing } from '../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../tests/support/database.ts';

/**
 * Somebody has the whole database, knows in which order links were used (their rows move as they are), and tries to say
 * whose each answer is. The same attacks on answers plainly inserted succeed every time: they are real.
 */

const NOW = new Date('2027-03-01T10:00:00Z');
/** Of these 80 people luck alone finds 10; 30 or more, less than once in a million runs. */
const TURNS = 10;
const PEOPLE = 8;
const MORE_THAN_LUCK = 30;

const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });

type Write = (token: string, typed: Typed, survey: SurveyId) => Promise<unknown>;

const asBuilt: Write = (token, typed) => answer(db, token, typed, NOW);

/** What one writes without thinking: the answer and its link, in one transaction. */
const plainly: Write = (token, typed, survey) =>
  inTransaction(db, async (tx) => {
    const said = Object.fromEntries(Object.entries(typed).map(([id, [value]]) => [id, value]));
    await sql`update survey_link set answered = true where id = ${parseInt(token.split('-')[0]!, 36)}`.execute(
      tx
    );
    await sql`insert into survey_answer (survey_id, said) values (${survey}, ${JSON.stringify(said)}::jsonb)`.execute(
      tx
    );
  });

interface Seen {
  readonly who: string;
  readonly xmin: string;
  readonly place: string;
}

/** What a thief of the database reads of one questionnaire: who answered, and what was said, with all that PostgreSQL keeps. */
async function steal(survey: SurveyId) {
  const { rows: links } = await sql<Seen>`
    select r.last_name as who, l.xmin::text, l.ctid::text as place from survey_link l
    join registration r on r.id = l.registration_id
    where l.survey_id = ${survey} and l.answered`.execute(db);
  const { rows: answers } = await sql<Seen & { cmin: string; id: string }>`
    select (jsonb_each_text(said)).value as who, xmin::text, cmin::text, ctid::text as place, id from survey_answer
    where survey_id = ${survey}`.execute(db);
  return { links, answers };
}

type Theft = Awaited<ReturnType<typeof steal>>;

const byPlace = (a: Seen, b: Seen) => placeOf(a) - placeOf(b);
function placeOf({ place }: Seen): number {
  const [page = 0, line = 0] = place.replace(/[()]/g, '').split(',').map(Number);
  return page * 10_000 + line;
}

/** Each attack says, of each link, which answer is hers. */
const ATTACKS: Record<string, (theft: Theft) => (string | undefined)[][]> = {
  'the same transaction': ({ links, answers }) =>
    links.map((link) => {
      const same = answers.filter(({ xmin }) => xmin === link.xmin);
      return [link.who, same.length === 1 ? same[0]!.who : undefined];
    }),
  'the order of transactions': ({ links, answers }) => {
    const order = (list: readonly Seen[]) =>
      list.toSorted((a, b) => Number(a.xmin) - Number(b.xmin) || byPlace(a, b));
    return pair(order(links), order(answers));
  },
  'the physical order': ({ links, answers }) =>
    pair(links.toSorted(byPlace), answers.toSorted(byPlace)),
  'the reverse of the physical order': ({ links, answers }) =>
    pair(links.toSorted(byPlace).reverse(), answers.toSorted(byPlace)),
  'the order in which rows are read': ({ links, answers }) => pair(links, answers),
  'the last to come, who wrote the last row': ({ links, answers }) => {
    const last = links.toSorted((a, b) => Number(b.xmin) - Number(a.xmin))[0]!;
    return [[last.who, answers.toSorted(byPlace).at(-1)!.who]];
  }
};

const pair = (links: readonly Seen[], answers: readonly Seen[]) =>
  links.map(({ who }, at) => [who, answers[at]?.who]);

async function collect(write: Write): Promise<Theft[]> {
  const thefts: Theft[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const { id: event } = await anEvent(db, territory.id);
    for (let one = 0; one < PEOPLE; one += 1) await aComer(db, event, { name: `Personne ${one}` });
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    const order = tokens
      .map((token, one) => ({ token, one, at: Math.random() }))
      .toSorted((a, b) => a.at - b.at);
    for (const { token, one } of order)
      await write(token, typing(survey, { 0: `Personne ${one}` }), survey.id);
    thefts.push(await steal(survey.id));
  }
  return thefts;
}

function found(
  thefts: readonly Theft[],
  attack: (theft: Theft) => (string | undefined)[][]
): number {
  return thefts.flatMap(attack).filter(([who, guess]) => who === guess).length;
}

const thefts = await collect(asBuilt);
const plain = await collect(plainly);

describe('whose answer is it?', () => {
  test.each(Object.entries(ATTACKS))('%s tells no more than luck', (_name, attack) => {
    expect(found(thefts, attack)).toBeLessThan(MORE_THAN_LUCK);
  });

  test.each(['the same transaction', 'the order of transactions'])(
    '(negative control) %s tells all of answers plainly inserted',
    (name) => {
      expect(found(plain, ATTACKS[name]!)).toBe(TURNS * PEOPLE);
    }
  );

  test('(negative control) the physical order tells most of answers plainly inserted', () => {
    expect(found(plain, ATTACKS['the physical order']!)).toBeGreaterThan(TURNS * PEOPLE * 0.6);
  });

  test('all the answers of a questionnaire are of one transaction and of one command', () => {
    for (const { answers } of thefts) {
      expect(new Set(answers.map(({ xmin, cmin }) => `${xmin} ${cmin}`)).size).toBe(1);
      expect(answers).toHaveLength(PEOPLE);
    }
  });

  test('ids are drawn again each time: none lasts from one reading to the next', async () => {
    const { id: event } = await anEvent(db, territory.id);
    for (let one = 0; one < 2; one += 1) await aComer(db, event);
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    await asBuilt(tokens[0]!, typing(survey, { 0: 'Une' }), survey.id);
    const before = (await steal(survey.id)).answers.map(({ id }) => id);
    await asBuilt(tokens[1]!, typing(survey, { 0: 'Autre' }), survey.id);
    const after = (await steal(survey.id)).answers.map(({ id }) => id);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
  });

  test('moderating draws them again too', async () => {
    const { id: event } = await anEvent(db, territory.id);
    for (let one = 0; one < 6; one += 1) await aComer(db, event);
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    for (const [one, token] of tokens.entries())
      await asBuilt(token, typing(survey, { 0: `Mot ${one}` }), survey.id);
    const which = { event, survey: survey.id };
    await hideWords(db, animator, which, {
      ...{ question: survey.questions[0]!.id, text: 'Mot 3', reason: 'hurtful' }
    });
    const { answers } = await steal(survey.id);
    expect(new Set(answers.map(({ xmin }) => xmin)).size).toBe(1);
  });
});

describe('nothing to join', () => {
  test('an answer has a questionnaire, words and marks, and no other column', async () => {
    const { rows } = await sql<{ name: string }>`
      select column_name as name from information_schema.columns where table_name = 'survey_answer' order by 1`.execute(
      db
    );
    expect(rows.map(({ name }) => name)).toEqual(['hidden', 'id', 'said', 'shown', 'survey_id']);
  });

  test('no table refers to an answer, and an answer refers to its questionnaire alone', async () => {
    const { rows } = await sql<{ child: string; parent: string }>`
      select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
      where contype = 'f' and 'survey_answer'::regclass in (conrelid, confrelid)`.execute(db);
    expect(rows).toEqual([{ child: 'survey_answer', parent: 'survey' }]);
  });

  test('no trigger looks at it, and PostgreSQL keeps no time of transactions', async () => {
    const { rows } = await sql<{ triggers: number; times: string }>`
      select (select count(*) from pg_trigger where tgrelid = 'survey_answer'::regclass and not tgisinternal)::int as triggers,
        current_setting('track_commit_timestamp') as times`.execute(db);
    expect(rows[0]).toEqual({ triggers: 0, times: 'off' });
  });

  test('what somebody wrote is in no other table: mails, traces, jobs, counters', async () => {
    const { id: event } = await anEvent(db, territory.id);
    await aComer(db, event);
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    await asBuilt(tokens[0]!, typing(survey, { 0: 'motquinestnullepart' }), survey.id);
    const { rows: tables } = await sql<{ name: string }>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(
      db
    );
    const holding: string[] = [];
    for (const { name } of tables) {
      const { rows } = await sql`select 1 from ${sql.raw(name)} as one
        where one::text like '%motquinestnullepart%' limit 1`.execute(db);
      if (rows.length > 0) holding.push(name);
    }
    expect(holding).toEqual(['public.survey_answer']);
  });
});
