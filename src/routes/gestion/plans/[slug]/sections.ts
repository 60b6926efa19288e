/** The pages from which a plan is led, in the order one comes to them. */
export interface Section {
  /** What follows `/gestion/plans/[slug]`. */
  readonly path: string;
  readonly label: string;
}

export const SECTIONS: readonly Section[] = [
  { path: '', label: 'Axes et fiches' },
  { path: '/reglages', label: 'Réglages' },
  { path: '/rubriques', label: 'Rubriques' },
  { path: '/import', label: 'Importer' },
  { path: '/tableur', label: 'Tableur' },
  { path: '/comites', label: 'Comités' },
  { path: '/annees', label: 'Années' }
];
