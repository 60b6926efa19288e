import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { RegistrationRequest } from '#domain/registrations/desk.ts';
import { fieldErrors } from '#domain/registrations/forms.ts';
import type { Typed } from '#domain/registrations/registrant.ts';
import type { ChangeOutcome } from '#domain/registrations/server/places/holder/commands.ts';
import type { RegisterRefusal } from '#domain/registrations/server/places/commands.ts';

/** A form that comes back, with what was typed. */
export interface Refused {
  readonly typed: Typed;
  readonly errors: Readonly<Record<string, string>>;
  readonly readings: SecondReading | null;
  /** About the whole form. */
  readonly message: string;
}

/** What a form carries without showing it: it comes back with what was typed. */
export interface Carried {
  readonly key: string;
  readonly carried: { readonly relay: string; readonly invitation: string };
}

export function readCarried(form: FormData): Carried {
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 200);
  return { key: text('cle'), carried: { relay: text('relais'), invitation: text('invitation') } };
}

export function refused(typed: Typed, rest: Partial<Omit<Refused, 'typed'>> = {}): Refused {
  return { typed, errors: {}, readings: null, message: '', ...rest };
}

export const TOO_FAST =
  'L’envoi est parti trop vite, ou la page était ouverte depuis longtemps : relisez, puis envoyez de nouveau.';
const TOO_MANY =
  'Beaucoup d’inscriptions viennent de cette connexion : réessayez dans une heure, ou écrivez à l’équipe qui organise.';

type Refusal = RegisterRefusal | Extract<ChangeOutcome, { ok: false }>;

/** What a command refused, beside the fields it is about. */
export function explain(typed: Typed, outcome: Refusal, request: RegistrationRequest): Refused {
  switch (outcome.reason) {
    case 'invalid':
      return refused(typed, { errors: fieldErrors(outcome.issues, request.answers) });
    case 'overlap': {
      const [first, second] = outcome.sessions;
      const field = `creneau-${second.startsAt.getTime() / 60_000}`;
      const message = `« ${first.title} » et « ${second.title} » ont lieu en même temps : choisissez l’un des deux.`;
      return refused(typed, { errors: { [field]: message } });
    }
    case 'second-reading':
      return refused(typed, { readings: outcome.readings });
    case 'too-many':
      return refused(typed, { message: TOO_MANY });
    case 'category-full':
      return refused(typed, {
        errors: {
          categorie: 'Cette catégorie est complète : votre place est gardée dans la vôtre.'
        }
      });
    case 'ended':
      return refused(typed, { message: 'Cette inscription est terminée : rien n’a été changé.' });
    default:
      return refused(typed, { message: 'Les inscriptions sont closes : rien n’a été changé.' });
  }
}
