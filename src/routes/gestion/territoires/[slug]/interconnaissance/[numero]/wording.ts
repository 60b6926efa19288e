/** What the page of a wave answers to its gestures. */
import type { OpeningObstacle } from '#domain/network/rules.ts';

export const OBSTACLES: Readonly<Record<OpeningObstacle, string>> = {
  'not-draft': 'Cette vague est déjà ouverte.',
  'no-closing': 'Dites d’abord quel est le dernier jour pour répondre.',
  'past-closing': 'Le dernier jour pour répondre est passé : choisissez-en un autre.',
  'another-open':
    'Une autre vague de ce territoire est ouverte : une question à la fois. Closez-la d’abord.',
  nobody:
    'Aucune structure de l’annuaire ne partage de commune avec une autre : précisez d’abord où elles interviennent.'
};

export const REFUSALS = {
  'not-open': 'Cette vague n’est pas ouverte.',
  'too-soon': 'Un message est déjà parti aujourd’hui : un par jour au plus.',
  'not-closed': 'Cette vague n’est pas close.',
  'past-closing': 'Choisissez un jour à venir.',
  'another-open': OBSTACLES['another-open'],
  'not-last': 'Une vague plus récente a été ouverte : celle-ci reste comme elle est.',
  opened: 'Une vague qui a été ouverte ne se supprime pas.'
} as const;

export const DONE: Readonly<Record<string, string>> = {
  preparee: 'Vague préparée : relisez qui sera interrogé, puis ouvrez-la',
  enregistree: 'C’est enregistré',
  ouverte: 'La vague est ouverte',
  rappelee: 'Le rappel est parti',
  close: 'La vague est close',
  rouverte: 'La vague est rouverte',
  change: 'Le lien est changé : l’ancien ne sert plus'
};
