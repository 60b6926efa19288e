import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabaseUrl } from '../../../tests/support/database.ts';
import { connect } from './connection.ts';

describe('statements kept ready', async () => {
  const url = await testDatabaseUrl();
  // One connection, whose statements are its own.
  const db = connect(url, { max: 1 });
  afterAll(() => db.destroy());

  async function ready(): Promise<string[]> {
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements order by statement`.execute(db);
    return rows.map(({ statement }) => statement);
  }

  it('are those said often, once each, and answer as before', async () => {
    const double = async (value: number) =>
      (await sql<{ twice: number }>`select ${value}::int * 2 as twice`.execute(db)).rows[0]!.twice;
    expect([await double(1), await double(2)]).toEqual([2, 4]);
    expect(await ready()).toEqual([]);
    expect([await double(3), await double(4), await double(5)]).toEqual([6, 8, 10]);
    expect(await ready()).toEqual(['select $1::int * 2 as twice']);
  });

  it('are refused by PostgreSQL as before, and serve again after', async () => {
    const divide = (by: number) => sql<{ n: number }>`select 12 / ${by}::int as n`.execute(db);
    for (const by of [1, 2, 3, 4]) await divide(by);
    await expect(divide(0)).rejects.toThrow('division by zero');
    expect((await divide(6)).rows).toEqual([{ n: 2 }]);
  });

  it('are not planned for a large list by what small ones were', async () => {
    const count = async (list: readonly number[]) =>
      (await sql<{ n: number }>`select count(*) as n from unnest(${list}::int[])`.execute(db))
        .rows[0]!.n;
    const large = Array.from({ length: 100 }, (_, at) => at);
    for (let time = 0; time < 5; time++) expect(await count(large)).toBe(100);
    expect(await ready()).not.toContain('select count(*) as n from unnest($1::int[])');
    for (let time = 0; time < 3; time++) expect(await count([1, 2])).toBe(2);
    expect(await ready()).toContain('select count(*) as n from unnest($1::int[])');
    expect(await count(large)).toBe(100);
  });

  it('are not those that name a partial index by a value', async () => {
    await sql`create table once (id int, state text)`.execute(db);
    await sql`create unique index on once (id) where state = 'held'`.execute(db);
    for (let time = 0; time < 12; time++)
      await sql`
        insert into once values (1, 'held') on conflict (id) where state = ${'held'} do nothing`.execute(
        db
      );
    const { rows } = await sql`select from once`.execute(db);
    expect(rows.length).toBe(1);
  });

  it('are no more than a connection can hold', async () => {
    for (let at = 0; at < 300; at++) {
      const statement = sql`select ${at}::int as ${sql.id(`column_${at}`)}`;
      for (let time = 0; time < 3; time++) await statement.execute(db);
    }
    expect((await ready()).length).toBe(250);
    const late = await sql<{ late: number }>`select ${7}::int as late`.execute(db);
    expect(late.rows).toEqual([{ late: 7 }]);
  });
});
