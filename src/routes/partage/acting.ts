/** What the page of any contribution lets its writers do: publish, make it a draft again, take it off, put it back. */
import { redirect } from '@sveltejs/kit';
import type { Actor } from '#domain/identity/model.ts';
import { pageOf, type ContributionKind } from '#domain/sharing/model.ts';
import {
  publish,
  putBack,
  removeContribution,
  unpublish
} from '#domain/sharing/server/publishing/commands.ts';
import { getContribution } from '#domain/sharing/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { text } from '../gestion/rencontres/reading.ts';

export interface ActedOn {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string };
  readonly request: Request;
}

/** The actions of the page of a kind: `publier`, `depublier`, `retirer`, `remettre`; each comes back with `?fait=`. */
export function contributionActions(kind: ContributionKind) {
  const act =
    (done: string, gesture: (asked: ActedOn, id: number, form: FormData) => Promise<void>) =>
    async (asked: ActedOn) => {
      const { locals, params, request } = asked;
      const found = await getContribution(locals.db, locals.actor, { kind, slug: params.slug });
      await gesture(asked, found.id, await request.formData());
      redirect(303, `${pageOf(found)}?fait=${done}`);
    };
  type Id = Parameters<typeof publish>[2];
  return {
    publier: act('publie', ({ locals: { db, actor } }, id) =>
      publish(db, actor, id as Id, new Date())
    ),
    depublier: act('depublie', ({ locals: { db, actor } }, id) => unpublish(db, actor, id as Id)),
    retirer: act('retire', ({ locals: { db, actor } }, id, form) =>
      removeContribution(db, actor, id as Id, {
        now: new Date(),
        reason: text(form, 'raison').slice(0, 500)
      })
    ),
    remettre: act('remis', ({ locals: { db, actor } }, id) => putBack(db, actor, id as Id))
  };
}
