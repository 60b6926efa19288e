import type { Page } from '@playwright/test';

/** One picture of the guide. */
export interface Scene {
  /** Its file: `docs/guide/images/<name>.png`. */
  readonly name: string;
  readonly address: string;
  /** E-mail of one of the people of the demonstration; nobody: a visitor. */
  readonly as?: string;
  readonly phone?: boolean;
  /** What is done on the page before the picture. */
  readonly before?: (page: Page) => Promise<void>;
}

const REFERENT = 'ines.essai@exemple.test';
const ANIMATOR = 'salome.essai@exemple.test';

export const SCENES: readonly Scene[] = [
  { name: 'connexion', address: '/connexion', phone: true },
  { name: 'mon-espace', address: '/mon-espace', as: REFERENT },
  { name: 'modifier', address: '/annuaire/cpts-montvermeil/modifier', as: REFERENT },
  { name: 'membres', address: '/gestion/territoires/trois-confluents/membres', as: ANIMATOR },
  {
    name: 'invitations',
    address: '/gestion/territoires/trois-confluents/invitations',
    as: ANIMATOR
  },
  { name: 'fiches', address: '/gestion/territoires/trois-confluents/fiches', as: ANIMATOR }
];
