import type { Door } from './door.ts';
import { element } from './markup.ts';

/** What one sets once: the sound, and how the organiser reads this telephone in her list. */
export function settings(
  door: Door,
  { sound, onSound }: { readonly sound: boolean; onSound(on: boolean): void }
): HTMLElement {
  const heard = element('input', { type: 'checkbox', id: 'son', checked: sound });
  heard.addEventListener('change', () => onSound(heard.checked));
  const name = element('input', {
    id: 'appareil',
    maxlength: '40',
    autocomplete: 'off',
    value: door.list.deviceName,
    placeholder: 'Table de gauche'
  });
  name.addEventListener('change', () => void door.rename(name.value.trim()));
  return element(
    'details',
    { class: 'settings' },
    element('summary', {}, 'Réglages de ce téléphone'),
    element('p', {}, heard, element('label', { for: 'son' }, ' Son à chaque geste')),
    element('label', { for: 'appareil' }, 'Nom de ce téléphone, pour l’organisation'),
    name,
    element(
      'p',
      { class: 'soft' },
      'La liste est gardée chiffrée sur ce téléphone et s’efface d’elle-même à la fin de la journée.'
    )
  );
}
