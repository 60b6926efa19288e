/** The pages from which an edition is prepared, lived and remembered, in the order one comes to them. */
export interface Section {
  /** What follows `/gestion/rencontres/[slug]`. */
  readonly path: string;
  readonly label: string;
  /** Who welcomes on the day reads it too. */
  readonly welcome?: true;
  /** Any of the team reads it. */
  readonly team?: true;
}

export interface Phase {
  readonly label: string;
  readonly sections: readonly Section[];
}

const PHASES: readonly Phase[] = [
  {
    label: 'Préparer',
    sections: [
      { path: '', label: 'Vue d’ensemble', team: true },
      { path: '/reglages', label: 'Présentation' },
      { path: '/sondage', label: 'Date' },
      { path: '/programme', label: 'Programme' },
      { path: '/partenaires', label: 'Partenaires' },
      { path: '/equipe', label: 'Équipe' }
    ]
  },
  {
    label: 'Inscrire',
    sections: [
      { path: '/places', label: 'Places' },
      { path: '/relais', label: 'Relais' },
      { path: '/invitations', label: 'Invitations' },
      { path: '/inscriptions', label: 'Inscriptions' },
      { path: '/tables', label: 'Tables' },
      { path: '/entretiens', label: 'Entretiens' }
    ]
  },
  {
    label: 'Le jour',
    sections: [
      { path: '/accueil', label: 'Accueil', welcome: true },
      { path: '/documents', label: 'Documents', welcome: true },
      { path: '/tables/jour', label: 'Tables du jour', welcome: true },
      { path: '/salle', label: 'Salle', welcome: true },
      { path: '/perimetres', label: 'Périmètres' }
    ]
  },
  {
    label: 'Ensuite',
    sections: [
      { path: '/questionnaires', label: 'Questionnaires' },
      { path: '/compte-rendu', label: 'Compte rendu' },
      { path: '/bilan', label: 'Bilan' }
    ]
  }
];

export interface May {
  readonly manage: boolean;
  /** Is of its team, whatever for. */
  readonly work: boolean;
  readonly welcome: boolean;
}

/** What somebody of the team reads of it; a phase without anything for her is left out. */
export function phasesFor(may: May): Phase[] {
  return PHASES.map((phase) => ({
    ...phase,
    sections: phase.sections.filter(
      (one) => may.manage || ('team' in one && may.work) || ('welcome' in one && may.welcome)
    )
  })).filter(({ sections }) => sections.length > 0);
}
