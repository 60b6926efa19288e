import { returnPath } from '#domain/identity/return-path.ts';
import type { SignInOutcome, TooMany } from '#domain/identity/server/sign-in/commands.ts';
import { plural } from '#shared/text.ts';

/** What the page says after a form it does not follow. */
export interface Answer {
  /** `sent`: a message has left, the code is awaited. */
  readonly step: 'ask' | 'sent';
  readonly email: string;
  /** Where to go once signed in. */
  readonly next: string;
  readonly errors: { readonly courriel?: string; readonly code?: string };
  readonly message: string;
}

/** @param form - what was sent: its address and its destination come back as they are. */
export function answer(step: Answer['step'], form: FormData, rest: Partial<Answer> = {}): Answer {
  const email = String(form.get('courriel') ?? '').trim();
  return { step, email, next: returnPath(form.get('suite')), errors: {}, message: '', ...rest };
}

/** How long to wait, and what still works meanwhile. */
export function waitMessage({ minutes }: TooMany): string {
  return `Trop d’essais en peu de temps. Attendez ${plural(minutes, 'minute')}, puis recommencez ; un message déjà reçu reste utilisable.`;
}

export const WRONG_CODE =
  'Ce code n’est pas le bon, ou ne sert plus. Vérifiez les six chiffres du message le plus récent, ou demandez-en un autre.';

export const DEAD_LINK =
  'Ce lien ne sert plus : il a déjà servi, il a plus de 15 minutes, ou un message plus récent l’a remplacé.';

/** The sentence of a refused sign-in. */
export function refusalMessage(
  outcome: Exclude<SignInOutcome, { ok: true }>,
  refused: string
): string {
  return outcome.reason === 'too-many' ? waitMessage(outcome) : refused;
}

const PROVIDER_REFUSALS: Readonly<Record<string, string>> = {
  unknown:
    'Aucun compte ici ne correspond à l’adresse vérifiée que vous avez là-bas. Connectez-vous par courriel avec l’adresse de votre compte, ou demandez à rejoindre le réseau de votre territoire.',
  cancelled: 'Vous avez renoncé en chemin. Rien n’a changé : recommencez quand vous voulez.',
  restart: 'La connexion n’a pas abouti, ou a trop tardé. Recommencez, ou passez par le courriel.'
};

/** Why one comes back from the provider without being signed in. */
export function refusalOf(reason: string | null): string | null {
  return reason === null ? null : (PROVIDER_REFUSALS[reason] ?? null);
}
