/** The pages from which a network is led, by what one comes for. */
export interface Section {
  readonly href: string;
  readonly label: string;
  readonly count?: number;
}

export interface SectionGroup {
  readonly label: string;
  readonly tabs: readonly Section[];
}

/** What waits for whoever leads the network, by page. */
export interface Waiting {
  readonly asked: number;
  readonly suggestions: number;
  readonly withheld: number;
  readonly reported: number;
}

/** What waits is counted beside the page where it is answered; nothing where nothing waits. */
export function sectionsOf(slug: string, waiting: Waiting): SectionGroup[] {
  const root = `/gestion/territoires/${slug}`;
  const counted = (count: number) => (count > 0 ? { count } : {});
  return [
    {
      label: 'Réseau',
      tabs: [
        { href: root, label: 'Vue d’ensemble' },
        { href: `${root}/membres`, label: 'Membres', ...counted(waiting.asked) },
        { href: `${root}/invitations`, label: 'Invitations' },
        { href: `${root}/sante-du-reseau`, label: 'Santé du réseau' },
        { href: `${root}/lettre`, label: 'Lettre' }
      ]
    },
    {
      label: 'Annuaire',
      tabs: [
        { href: `${root}/fiches`, label: 'Fiches' },
        { href: `${root}/suggestions`, label: 'Suggestions', ...counted(waiting.suggestions) },
        { href: `/gestion/portes-d-entree/${slug}`, label: 'Portes d’entrée' }
      ]
    },
    {
      label: 'Se connaître',
      tabs: [
        { href: `${root}/interconnaissance`, label: 'Interconnaissance' },
        { href: `${root}/a-presenter`, label: 'À présenter' },
        { href: `${root}/binomes`, label: 'Binômes' }
      ]
    },
    {
      label: 'Modération',
      tabs: [
        { href: `${root}/moderation`, label: 'Signalements', ...counted(waiting.reported) },
        { href: `${root}/retenus`, label: 'Contenus retenus', ...counted(waiting.withheld) }
      ]
    }
  ];
}
