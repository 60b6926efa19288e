/** Saying what came of what one was given to do. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { oneself } from '#domain/identity/server/profile/queries.ts';
import { outcomeInput } from '#domain/minutes/forms.ts';
import { settleFollowUp } from '#domain/minutes/server/follow-ups/commands.ts';
import type { FollowUpId } from '#shared/ids.ts';

export interface SettleAnswer {
  readonly id: string;
  readonly outcome: string;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
}

const answer = (said: SettleAnswer) => fail(400, said);

export async function settle({ locals: { db, actor }, request }: RequestEvent) {
  oneself(actor);
  const form = await request.formData();
  const typed = {
    id: String(form.get('numero') ?? ''),
    outcome: String(form.get('resultat') ?? '')
  };
  const read = outcomeInput.safeParse(typed);
  if (!read.success) {
    const [issue] = read.error.issues;
    return answer({
      ...typed,
      errors: { resultat: `Ce que cela a donné\u00a0: ${issue?.message}` }
    });
  }
  const status = form.get('etat') === 'open' ? 'open' : 'done';
  const change = { status, ...read.data, reread: form.has('relu') } as const;
  const said = await settleFollowUp(db, actor, Number(typed.id) as FollowUpId, change, new Date());
  if (!said.ok) return answer({ ...typed, readings: said.readings });
  redirect(303, '/mon-espace?note#a-faire');
}
