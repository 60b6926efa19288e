/** The pages of a sheet, by who may go there. */
export interface Section {
  /** What follows `/plans/[slug]/fiches/[code]`. */
  readonly path: string;
  readonly label: string;
  /** write: its pilots and who leads the plan. member: of the network. Otherwise whoever reads it. */
  readonly only?: 'write' | 'member';
}

const SECTIONS: readonly Section[] = [
  { path: '', label: 'Fiche' },
  { path: '/modifier', label: 'Modifier', only: 'write' },
  { path: '/acteurs', label: 'Acteurs', only: 'write' },
  { path: '/etapes', label: 'Étapes', only: 'write' },
  { path: '/financement', label: 'Financement', only: 'write' },
  { path: '/indicateurs', label: 'Indicateurs' },
  { path: '/discussion', label: 'Discussion', only: 'member' },
  { path: '/historique', label: 'Historique', only: 'member' }
];

export interface May {
  readonly write: boolean;
  readonly member: boolean;
}

/** What somebody who reads a sheet is shown of its pages. */
export function sectionsFor(may: May): Section[] {
  return SECTIONS.filter(({ only }) => !only || may[only] || may.write);
}
