/** The form of a relay: what is typed, what is read of it. */
import { eventRelayInput, type RelayInput } from '#domain/events/relays.ts';
import { errorsOf, text } from '../../reading.ts';

export interface TypedRelay {
  nom: string;
  structure: string;
  code: string;
  message: string;
}

const FIELDS = { name: 'nom', code: 'code', message: 'message' };
const LABELS = { nom: 'Nom', code: 'Mot du lien', message: 'Texte' };

export function readTyped(form: FormData): TypedRelay {
  return {
    nom: text(form, 'nom'),
    structure: text(form, 'structure'),
    code: text(form, 'code'),
    message: text(form, 'message')
  };
}

export function readRelay(
  typed: TypedRelay
): { ok: true; input: RelayInput } | { ok: false; errors: Record<string, string> } {
  const { nom: name, code, message } = typed;
  const read = eventRelayInput.safeParse({ name, code, message });
  return read.success
    ? { ok: true, input: read.data }
    : { ok: false, errors: errorsOf(read.error, FIELDS, LABELS) };
}

export const CODE_TAKEN = {
  code: 'Mot du lien\u00a0: un autre relais de cette rencontre l’a déjà'
};
