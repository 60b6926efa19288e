import { fail, redirect } from '@sveltejs/kit';
import { barrierInput } from '#domain/confidentiality/barrier.ts';
import { reportBarrier } from '#domain/confidentiality/server/barriers/commands.ts';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import { duration } from '#domain/confidentiality/retention.ts';
import { findMachine, formStamp } from '#server/http/form-guard.ts';
import type { Actions, PageServerLoad } from './$types';

const FIELDS = ['page', 'happened', 'used', 'email'] as const;
type Errors = Partial<Record<string, string>>;

const TOO_FAST =
  'l’envoi est parti trop vite, ou la page était ouverte depuis longtemps : relisez, puis renvoyez';
const TOO_MANY = 'beaucoup d’envois viennent de cette connexion : réessayez dans une heure';

export const load: PageServerLoad = async ({ locals: { db }, url }) => {
  const rules = await listRetentionRules(db);
  const kept = rules.find(({ kind }) => kind === 'barrier')!;
  return {
    about: url.searchParams.get('page')?.slice(0, 300) ?? '',
    kept: duration(kept.days),
    stamp: formStamp(new Date()),
    sent: url.searchParams.has('merci')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, address }, request }) => {
    const form = await request.formData();
    const machine = findMachine(form, new Date());
    if (machine === 'trap') redirect(303, '?merci');
    const typed = Object.fromEntries(
      FIELDS.map((name) => [name, String(form.get(name) ?? '')])
    ) as Record<(typeof FIELDS)[number], string>;
    const parsed = barrierInput.safeParse(typed);
    if (!parsed.success) {
      const errors: Errors = {};
      for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message;
      return fail(400, { typed, errors });
    }
    if (machine === 'too-fast') return fail(400, { typed, errors: { happened: TOO_FAST } });
    const sender = { address, reread: form.has('relu') };
    const outcome = await reportBarrier(db, parsed.data, sender);
    if (outcome.ok) redirect(303, '?merci');
    return outcome.reason === 'second-reading'
      ? fail(422, { typed, readings: outcome.readings })
      : fail(429, { typed, errors: { happened: TOO_MANY } });
  }
};
