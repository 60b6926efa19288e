import { z } from 'zod';
import { VISIBILITIES } from '#domain/identity/person.ts';
import { createPeople } from '#domain/identity/server/people/commands.ts';
import { operator, ROLES } from '#domain/identity/model.ts';
import { affiliatePeople } from '#domain/directory/server/affiliations/roster/commands.ts';
import { enrolMembers } from '#domain/territory/server/memberships/roster/commands.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import file from '../../demo/people.json' with { type: 'json' };

const slugs = z.array(z.string().regex(/^[a-z0-9-]+$/)).default([]);

const peopleFile = z.strictObject({
  territory: z.string(),
  people: z.array(
    z.strictObject({
      name: z.string().min(1),
      email: z.string().regex(/^[a-z.]+@exemple\.test$/),
      profession: z.string().min(1),
      phone: z.string().optional(),
      phoneVisibility: z.enum(VISIBILITIES).optional(),
      administrator: z.boolean().default(false),
      role: z.enum(ROLES).optional(),
      worksAt: slugs,
      answersFor: slugs,
      /** Offered one click away on the sign-in page. */
      readyMade: z.strictObject({ title: z.string(), detail: z.string() }).optional()
    })
  )
});

/** Somebody the sign-in page offers to be, in demonstration mode. */
export interface ReadyMade {
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly detail: string;
}

/** The invented people of the demonstration, as the file tells them. */
export function demonstrationPeople(): z.output<typeof peopleFile> {
  return peopleFile.parse(file);
}

/** Those one may be at once, in the order in which they are offered. */
export function readyMadePeople(): ReadyMade[] {
  return demonstrationPeople().people.flatMap(({ name, email, readyMade }) =>
    readyMade ? [{ name, email, ...readyMade }] : []
  );
}

/**
 * Gives their accounts, roles and structures to the invented people; without their territory, to the
 * administration alone. Those who have an account keep what they have become.
 * @returns how many have just been written.
 */
export async function loadPeople(tx: Executor): Promise<number> {
  const { territory: slug, people } = demonstrationPeople();
  const actor = operator('démonstration');
  const territory = (await listTerritories(tx)).find((one) => one.slug === slug);
  const known = await tx
    .selectFrom('person')
    .select('email')
    .where(
      'email',
      'in',
      people.map(({ email }) => email)
    )
    .execute();
  const present = new Set(known.map(({ email }) => email));
  const wanted = people.filter(
    ({ email, administrator }) => !present.has(email) && (territory !== undefined || administrator)
  );
  const ids = await createPeople(
    tx,
    actor,
    wanted.map((one) => ({ ...one, fictional: true }))
  );
  const idOf = (email: string) => ids.get(email)!;
  if (territory) {
    const members = wanted.flatMap(({ email, role }) =>
      role ? [{ person: idOf(email), role }] : []
    );
    await enrolMembers(tx, actor, territory.id, members);
    const links = wanted.flatMap(({ email, worksAt, answersFor }) => [
      ...answersFor.map((slug) => ({ person: idOf(email), slug, referent: true })),
      ...worksAt.map((slug) => ({ person: idOf(email), slug, referent: false }))
    ]);
    await affiliatePeople(tx, actor, links);
  }
  return wanted.length;
}
