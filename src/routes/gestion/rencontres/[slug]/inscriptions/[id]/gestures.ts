import type {
  MoveOutcome,
  OverruleOutcome
} from '#domain/registrations/server/places/organiser/commands.ts';

/** What a gesture on a registration came to, in a sentence. */
export interface Told {
  readonly ok: boolean;
  readonly message: string;
  /** The move that was full, to be made beyond the capacity. */
  readonly beyond?: { readonly from: string; readonly to: string; readonly category: string };
}

export function toldOfPlace(outcome: OverruleOutcome): Told {
  if (!outcome.ok)
    return {
      ok: false,
      message:
        outcome.reason === 'has-place'
          ? 'Cette place lui était déjà donnée.'
          : 'Donnez-lui d’abord une place à la rencontre.'
    };
  return {
    ok: true,
    message: outcome.overruled
      ? 'La place est donnée au-delà de la capacité ; la personne en est prévenue.'
      : 'La place est donnée ; la personne en est prévenue.'
  };
}

export function toldOfMove(outcome: MoveOutcome, move: NonNullable<Told['beyond']>): Told {
  if (outcome.ok)
    return {
      ok: true,
      message: outcome.overruled
        ? 'C’est changé, au-delà de la capacité.'
        : 'C’est changé. Prévenez la personne si elle ne l’a pas demandé.'
    };
  if (outcome.reason === 'full')
    return { ok: false, message: 'C’est complet de ce côté : rien n’a changé.', beyond: move };
  return {
    ok: false,
    message:
      outcome.reason === 'overlap'
        ? 'Un autre atelier de cette personne a lieu en même temps.'
        : 'Cette inscription est terminée : rien n’a changé.'
  };
}
