/** Answering who is interested in a project, signed in or by the link of a message. */
import { fail } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { answerInterest } from '#domain/sharing/server/interests/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { InterestId } from '#shared/ids.ts';
import { text } from '../../../../gestion/rencontres/reading.ts';

/** What a refused answer shows again. */
export interface AnswerRefused {
  readonly interest: InterestId;
  readonly message: string;
  readonly errors?: Readonly<Record<string, string>>;
  readonly readings?: SecondReading;
}

/** @returns « repondu », or « deja » when another of those who carry it has answered; or the refusal. */
export async function answerBy(
  { db, actor }: { readonly db: Database; readonly actor: Actor },
  interest: InterestId,
  form: FormData
) {
  const message = text(form, 'message');
  const outcome = await answerInterest(
    db,
    actor,
    interest,
    { message },
    { now: new Date(), reread: form.has('relu') }
  );
  if (outcome.ok) return { done: outcome.already ? ('deja' as const) : ('repondu' as const) };
  const typed = { interest, message };
  if (outcome.reason === 'second-reading')
    return { failure: fail(400, { ...typed, readings: outcome.readings } as AnswerRefused) };
  const errors = { message: `Votre réponse\u00a0: ${outcome.issues[0]!.message}` };
  return { failure: fail(400, { ...typed, errors } as AnswerRefused) };
}
