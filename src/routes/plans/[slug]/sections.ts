/** The pages of a plan, in the order one comes to them: what one reads, whoever one is. */
export interface Section {
  /** What follows `/plans/[slug]`. */
  readonly path: string;
  readonly label: string;
}

export const SECTIONS: readonly Section[] = [
  { path: '', label: 'Vue d’ensemble' },
  { path: '/calendrier', label: 'Calendrier' },
  { path: '/indicateurs', label: 'Indicateurs' },
  { path: '/pilotes', label: 'Par pilote' },
  { path: '/charge', label: 'Qui porte quoi' },
  { path: '/synthese', label: 'Synthèse' },
  { path: '/comites', label: 'Comités' }
];
