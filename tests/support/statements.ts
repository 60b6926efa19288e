import type { Database } from '#server/db/connection.ts';

/** How many statements a piece of work sends, so that a list can be held to as many for one row as for three. */
export async function countingStatements(
  db: Database,
  work: (counted: Database) => Promise<unknown>
): Promise<number> {
  let statements = 0;
  await work(
    db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result)
    })
  );
  return statements;
}
