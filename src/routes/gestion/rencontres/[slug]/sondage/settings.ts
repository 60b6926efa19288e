import { fail } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { pollInput } from '#domain/events/poll.ts';
import { openPoll } from '#domain/events/server/poll/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';

/** What was typed before opening, with what is to be corrected. */
export interface SettingsAnswer {
  readonly typed: {
    readonly message: string;
    readonly closesOn: string;
    readonly tallyShown: boolean;
  };
  readonly errors: Readonly<Record<string, string>>;
  readonly readings: SecondReading | null;
}

const REFUSALS = {
  'no-slots': { cloture: 'proposez d’abord des dates' },
  'no-guests': { cloture: 'choisissez d’abord à qui demander' },
  'past-closing': { cloture: 'ce jour est passé' },
  'late-closing': { cloture: 'ce jour vient après la dernière date proposée' },
  closed: { cloture: 'la date est déjà choisie : le sondage ne change plus' }
};

/** Opens the poll of an edition, or changes it while people answer. */
export async function open(db: Database, actor: Actor, id: EventId, form: FormData) {
  const typed = {
    message: String(form.get('message') ?? ''),
    closesOn: String(form.get('cloture') ?? ''),
    tallyShown: form.has('decompte')
  };
  const back = (errors: Record<string, string>, readings: SecondReading | null = null) =>
    fail(400, { typed, errors, readings } satisfies SettingsAnswer);
  const input = pollInput.safeParse(typed);
  if (!input.success) {
    const names: Record<string, string> = { closesOn: 'cloture', message: 'message' };
    return back(
      Object.fromEntries(
        input.error.issues.map(({ path, message }) => [
          names[String(path[0])] ?? 'cloture',
          message
        ])
      )
    );
  }
  const reread = form.has('relu');
  const done = await openPoll(db, actor, id, { input: input.data, reread }, new Date());
  if (done.ok)
    return {
      done:
        done.sent > 0
          ? `${plural(done.sent, 'message est parti', 'messages sont partis')}, un par personne.`
          : 'Les réglages sont enregistrés.'
    };
  if (done.reason === 'second-reading') return back({}, done.readings);
  return back(REFUSALS[done.reason]);
}
