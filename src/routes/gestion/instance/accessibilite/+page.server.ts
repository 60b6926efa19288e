import { redirect } from '@sveltejs/kit';
import { closeBarrier } from '#domain/confidentiality/server/barriers/commands.ts';
import { BARRIERS_PAGE, listBarriers } from '#domain/confidentiality/server/barriers/queries.ts';
import { getController } from '#domain/confidentiality/server/controller/queries.ts';
import { duration } from '#domain/confidentiality/retention.ts';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const asked = Number(url.searchParams.get('page') ?? 1);
  const page = Number.isInteger(asked) && asked > 0 && asked < 100_000 ? asked : 1;
  const rules = await listRetentionRules(db);
  const { accessibility, contact } = await getController(db);
  return {
    ...(await listBarriers(db, actor, page)),
    ...{ page, perPage: BARRIERS_PAGE, done: url.searchParams.get('fait') },
    kept: duration(rules.find(({ kind }) => kind === 'barrier')!.days),
    told: accessibility || contact
  };
};

export const actions: Actions = {
  close: (event) => decide(event, true),
  reopen: (event) => decide(event, false)
};

async function decide({ locals: { db, actor }, request }: RequestEvent, closed: boolean) {
  const id = Number((await request.formData()).get('signalement'));
  await closeBarrier(db, actor, Number.isSafeInteger(id) ? id : 0, closed);
  redirect(303, closed ? '?fait=clos' : '?fait=rouvert');
}
