/** Who may reach what: every address of Maillage, and every role. Read by tests/e2e/authorisation.spec.ts. */

export const ROLES = {
  visitor: null,
  member: 'lucie.esquisse@exemple.test',
  referent: 'ines.essai@exemple.test',
  animator: 'salome.essai@exemple.test',
  reception: 'tom.brouillon@exemple.test',
  administrator: 'aline.calque@exemple.test'
} as const;

export type RoleName = keyof typeof ROLES;

export const EVERYONE = Object.keys(ROLES) as RoleName[];
export const PEOPLE = EVERYONE.filter((role) => role !== 'visitor');
export const REFERENTS: RoleName[] = ['referent', 'animator', 'administrator'];
export const ANIMATORS: RoleName[] = ['animator', 'administrator'];
export const ADMINISTRATORS: RoleName[] = ['administrator'];

export interface Door {
  /** An address of the route that exists in the demonstration. */
  readonly address: string;
  readonly see: readonly RoleName[];
  /** Who may post to it: those who see it, unless said otherwise, for all its actions or for one. */
  readonly act?: readonly RoleName[] | Readonly<Record<string, readonly RoleName[]>>;
}

const HERE = 'trois-confluents';
const ELSEWHERE = 'pays-de-brest';
/** The référente of the demonstration answers for it. */
const HERS = 'cpts-montvermeil';
/** A structure of another territory: nobody of the fictional network may touch it. */
const FOREIGN = 'cls-pays-de-brest';

/** The plan of the demonstration, for everybody. */
const PLAN = 'cls-des-trois-confluents';

/** A question of the demonstration, that its network reads. */
/** Written by somebody of the demonstration who is none of the roles, for everybody. */
const PROJECT = '/partage/projets/on-marche-le-mardi-un-groupe-par-maison-de-sante';
/** Told by somebody of the demonstration who is none of the roles, for members; by the référente, for all. */
const EXPERIENCE = '/partage/experiences/appeler-deux-jours-apres-la-sortie';
const HER_EXPERIENCE =
  '/partage/experiences/des-creneaux-reserves-chaque-jour-rendus-a-15-h-les-soins-non-programm';
const OPPORTUNITY = '/partage/opportunites/remplacement-infirmier-trois-semaines-au-printemps';
const QUESTION = '/partage/questions/ou-reunir-trente-personnes-un-soir-sans-payer-de-salle';

/** A document that somebody of the demonstration, who is none of the roles, shares with her network. */
const DOCUMENT = '/partage/documents/preparer-une-sortie-difficile-la-fiche-d-une-ligne';

/** A change of many fiches that was never prepared. */
const NO_CHANGE = '00000000-0000-4000-8000-000000000000';

const PUBLIC = (address: string): Door[] => [{ address, see: EVERYONE }];
/** Everyone may also post to it: within limits, or with the secret of its address. */
const OPEN = (address: string): Door[] => [{ address, see: EVERYONE, act: EVERYONE }];

/** Several doors a route: hers, another's. */
export const DOORS: Readonly<Record<string, readonly Door[]>> = {
  '': PUBLIC('/'),
  accessibilite: PUBLIC('/accessibilite'),
  'accessibilite/signaler': OPEN('/accessibilite/signaler'),
  aide: PUBLIC('/aide'),
  'aide/accueillir-le-jour-meme': PUBLIC('/aide/accueillir-le-jour-meme'),
  'aide/administrer': PUBLIC('/aide/administrer'),
  annuaire: PUBLIC('/annuaire'),
  'annuaire/[slug]': PUBLIC(`/annuaire/${HERS}`),
  'annuaire/[slug]/modifier/brouillon': [
    { address: `/annuaire/${HERS}/modifier/brouillon`, see: REFERENTS },
    { address: `/annuaire/${FOREIGN}/modifier/brouillon`, see: ADMINISTRATORS }
  ],
  'annuaire/[slug]/modifier/perimetre': [
    { address: `/annuaire/${HERS}/modifier/perimetre`, see: REFERENTS },
    { address: `/annuaire/${FOREIGN}/modifier/perimetre`, see: ADMINISTRATORS }
  ],
  'annuaire/[slug]/modifier/perimetre/zones': PUBLIC(
    `/annuaire/${HERS}/modifier/perimetre/zones?q=brest`
  ),
  'annuaire/[slug]/historique': [
    { address: `/annuaire/${HERS}/historique`, see: REFERENTS },
    { address: `/annuaire/${FOREIGN}/historique`, see: ADMINISTRATORS }
  ],
  'api/v1/communes': PUBLIC('/api/v1/communes?q=brest'),
  'api/v1/communes/[code]/structures': PUBLIC('/api/v1/communes/29260/structures'),
  'api/v1/openapi.json': PUBLIC('/api/v1/openapi.json'),
  'api/v1/structures': PUBLIC('/api/v1/structures'),
  'api/v1/structures/[slug]': PUBLIC(`/api/v1/structures/${HERS}`),
  'api/v1/structures/[slug].vcf': PUBLIC(`/api/v1/structures/${HERS}.vcf`),
  'api/v1/structures/[slug]/perimetre.geojson': PUBLIC(
    `/api/v1/structures/${HERS}/perimetre.geojson`
  ),
  'api/v1/territoires/[slug]/couverture': PUBLIC(`/api/v1/territoires/${HERE}/couverture`),
  'agenda.ics': PUBLIC('/agenda.ics'),
  'api/v1/rencontres': PUBLIC('/api/v1/rencontres'),
  'api/v1/rencontres/[slug]': PUBLIC('/api/v1/rencontres/matinee-des-coordinations-2024'),
  rencontres: PUBLIC('/rencontres'),
  'rencontres/[slug]': PUBLIC('/rencontres/matinee-des-coordinations-2024'),
  'gestion/plans': [{ address: '/gestion/plans', see: ANIMATORS }],
  'gestion/plans/nouveau': [{ address: '/gestion/plans/nouveau', see: ANIMATORS }],
  'gestion/plans/[slug]': [
    { address: '/gestion/plans/cls-des-trois-confluents', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/axes/[id]': [
    { address: '/gestion/plans/cls-des-trois-confluents/axes/nouveau', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/axes/nouveau', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/objectifs/[id]': [
    { address: '/gestion/plans/cls-des-trois-confluents/objectifs/1', see: ANIMATORS }
  ],
  'gestion/plans/[slug]/fiches/nouvelle': [
    { address: '/gestion/plans/cls-des-trois-confluents/fiches/nouvelle', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/fiches/nouvelle', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/fiches/[code]': [
    { address: '/gestion/plans/cls-des-trois-confluents/fiches/1', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/fiches/28', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/numeros': [
    { address: '/gestion/plans/cls-des-trois-confluents/numeros', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/numeros', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/reglages': [
    { address: '/gestion/plans/cls-des-trois-confluents/reglages', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/reglages', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/import': [
    { address: '/gestion/plans/cls-des-trois-confluents/import', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/import', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/import/[id]': [
    { address: `/gestion/plans/cls-des-trois-confluents/import/${NO_CHANGE}`, see: ANIMATORS },
    { address: `/gestion/plans/plan-du-loir-et-cher/import/${NO_CHANGE}`, see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/import/[id]/[part]': [
    { address: `/gestion/plans/cls-des-trois-confluents/import/${NO_CHANGE}/1`, see: ANIMATORS },
    { address: `/gestion/plans/plan-du-loir-et-cher/import/${NO_CHANGE}/1`, see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/rubriques': [
    { address: '/gestion/plans/cls-des-trois-confluents/rubriques', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/rubriques', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/tableur': [
    { address: '/gestion/plans/cls-des-trois-confluents/tableur', see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/tableur', see: ADMINISTRATORS }
  ],
  'plans/[slug]/livret.pdf': PUBLIC(`/plans/${PLAN}/livret.pdf`),
  'plans/[slug]/plan.docx': PUBLIC(`/plans/${PLAN}/plan.docx`),
  'plans/[slug]/plan.xlsx': PUBLIC(`/plans/${PLAN}/plan.xlsx`),
  'plans/[slug]/fiches/[code]/fiche.pdf': PUBLIC(`/plans/${PLAN}/fiches/1/fiche.pdf`),
  'plans/[slug]/fiches/[code]/fiche.docx': PUBLIC(`/plans/${PLAN}/fiches/1/fiche.docx`),
  plans: PUBLIC('/plans'),
  'plans/[slug]': PUBLIC(`/plans/${PLAN}`),
  'plans/[slug]/calendrier': PUBLIC(`/plans/${PLAN}/calendrier`),
  'plans/[slug]/charge': PUBLIC(`/plans/${PLAN}/charge`),
  'plans/[slug]/pilotes': PUBLIC(`/plans/${PLAN}/pilotes`),
  'plans/[slug]/synthese': PUBLIC(`/plans/${PLAN}/synthese`),
  'plans/[slug]/fiches/[code]': PUBLIC(`/plans/${PLAN}/fiches/1`),
  'api/v1/plans/[slug]': PUBLIC(`/api/v1/plans/${PLAN}`),
  'plans/[slug]/indicateurs': [
    { address: `/plans/${PLAN}/indicateurs`, see: EVERYONE, act: ANIMATORS }
  ],
  'plans/[slug]/indicateurs/nouveau': [
    { address: `/plans/${PLAN}/indicateurs/nouveau`, see: ANIMATORS },
    { address: `/plans/${PLAN}/indicateurs/nouveau?fiche=6`, see: REFERENTS },
    { address: '/plans/plan-du-loir-et-cher/indicateurs/nouveau?fiche=28', see: ADMINISTRATORS }
  ],
  // The demonstration numbers its indicators: the first is of sheet 1, the twelfth of sheet 6, which the référente pilots.
  'plans/[slug]/indicateurs/[numero]': [
    { address: `/plans/${PLAN}/indicateurs/12`, see: EVERYONE, act: REFERENTS },
    { address: `/plans/${PLAN}/indicateurs/1`, see: EVERYONE, act: ANIMATORS }
  ],
  'plans/[slug]/indicateurs/[numero]/modifier': [
    { address: `/plans/${PLAN}/indicateurs/12/modifier`, see: REFERENTS },
    { address: `/plans/${PLAN}/indicateurs/1/modifier`, see: ANIMATORS }
  ],
  'plans/[slug]/indicateurs/[numero]/valeurs/[annee]': [
    { address: `/plans/${PLAN}/indicateurs/12/valeurs/2026`, see: REFERENTS },
    { address: `/plans/${PLAN}/indicateurs/1/valeurs/2026`, see: ANIMATORS }
  ],
  'plans/[slug]/fiches/[code]/indicateurs': [
    { address: `/plans/${PLAN}/fiches/6/indicateurs`, see: EVERYONE, act: REFERENTS },
    { address: `/plans/${PLAN}/fiches/1/indicateurs`, see: EVERYONE, act: ANIMATORS }
  ],
  'plans/[slug]/comites': PUBLIC(`/plans/${PLAN}/comites`),
  'plans/[slug]/comites/[id]': PUBLIC(`/plans/${PLAN}/comites/1`),
  'plans/[slug]/comites/[id]/depuis': PUBLIC(`/plans/${PLAN}/comites/1/depuis`),
  'plans/[slug]/comites/[id]/fiches/[code]': PUBLIC(`/plans/${PLAN}/comites/1/fiches/1`),
  'plans/[slug]/fiches/[code]/financement': [
    { address: `/plans/${PLAN}/fiches/6/financement`, see: REFERENTS },
    { address: `/plans/${PLAN}/fiches/1/financement`, see: ANIMATORS },
    { address: '/plans/plan-du-loir-et-cher/fiches/28/financement', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/comites': [
    { address: `/gestion/plans/${PLAN}/comites`, see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/comites', see: ADMINISTRATORS }
  ],
  'gestion/plans/[slug]/annees': [
    { address: `/gestion/plans/${PLAN}/annees`, see: ANIMATORS },
    { address: '/gestion/plans/plan-du-loir-et-cher/annees', see: ADMINISTRATORS }
  ],
  'plans/[slug]/fiches/[code]/etapes': [
    { address: '/plans/cls-des-trois-confluents/fiches/6/etapes', see: REFERENTS },
    { address: '/plans/cls-des-trois-confluents/fiches/1/etapes', see: ANIMATORS },
    { address: '/plans/plan-du-loir-et-cher/fiches/28/etapes', see: ADMINISTRATORS }
  ],
  'plans/[slug]/fiches/[code]/modifier': [
    { address: '/plans/cls-des-trois-confluents/fiches/6/modifier', see: REFERENTS },
    { address: '/plans/cls-des-trois-confluents/fiches/1/modifier', see: ANIMATORS },
    { address: '/plans/plan-du-loir-et-cher/fiches/28/modifier', see: ADMINISTRATORS }
  ],
  'plans/[slug]/fiches/[code]/acteurs': [
    { address: '/plans/cls-des-trois-confluents/fiches/6/acteurs', see: REFERENTS },
    { address: '/plans/cls-des-trois-confluents/fiches/1/acteurs', see: ANIMATORS },
    { address: '/plans/plan-du-loir-et-cher/fiches/28/acteurs', see: ADMINISTRATORS }
  ],
  'plans/[slug]/fiches/[code]/acteurs/noms': [
    { address: '/plans/cls-des-trois-confluents/fiches/6/acteurs/noms', see: REFERENTS },
    { address: '/plans/cls-des-trois-confluents/fiches/1/acteurs/noms', see: ANIMATORS },
    { address: '/plans/plan-du-loir-et-cher/fiches/28/acteurs/noms', see: ADMINISTRATORS }
  ],
  'plans/[slug]/fiches/[code]/historique': [
    {
      address: '/plans/cls-des-trois-confluents/fiches/6/historique',
      see: ['member', ...REFERENTS],
      act: REFERENTS
    },
    { address: '/plans/plan-du-loir-et-cher/fiches/28/historique', see: ADMINISTRATORS }
  ],
  'plans/[slug]/fiches/[code]/discussion': [
    {
      address: '/plans/cls-des-trois-confluents/fiches/6/discussion',
      see: ['member', ...REFERENTS],
      act: { accepter: REFERENTS, refuser: REFERENTS, rouvrir: REFERENTS }
    },
    {
      address: '/plans/cls-des-trois-confluents/fiches/1/discussion',
      see: ['member', ...REFERENTS],
      act: { accepter: ANIMATORS, refuser: ANIMATORS, rouvrir: ANIMATORS }
    },
    { address: '/plans/plan-du-loir-et-cher/fiches/28/discussion', see: ADMINISTRATORS }
  ],
  'mon-espace/plans': [{ address: '/mon-espace/plans', see: PEOPLE }],
  // Editions have their own team: whoever is in none sees an empty list.
  'gestion/rencontres': [{ address: '/gestion/rencontres', see: PEOPLE }],
  'gestion/rencontres/nouvelle': [
    { address: '/gestion/rencontres/nouvelle', see: ANIMATORS },
    {
      address: '/gestion/rencontres/nouvelle?depuis=matinee-des-coordinations-2024',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/series/[slug]': [
    { address: '/gestion/rencontres/series/journee-departementale', see: ANIMATORS }
  ],
  'gestion/rencontres/[slug]': [
    { address: '/gestion/rencontres/rencontre-des-coordinations', see: ANIMATORS },
    { address: '/gestion/rencontres/matinee-des-coordinations-2024', see: ADMINISTRATORS }
  ],
  'gestion/rencontres/[slug]/reglages': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/reglages', see: ANIMATORS },
    { address: '/gestion/rencontres/matinee-des-coordinations-2024/reglages', see: ADMINISTRATORS }
  ],
  'gestion/rencontres/[slug]/equipe': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/equipe', see: ANIMATORS },
    { address: '/gestion/rencontres/matinee-des-coordinations-2024/equipe', see: ADMINISTRATORS }
  ],
  'gestion/rencontres/[slug]/places': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/places', see: ANIMATORS },
    { address: '/gestion/rencontres/matinee-des-coordinations-2024/places', see: ADMINISTRATORS }
  ],
  'gestion/rencontres/[slug]/places/categories': [
    {
      address: '/gestion/rencontres/rencontre-des-coordinations/places/categories',
      see: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/places/categories',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/places/questions': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/places/questions', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/places/questions',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/invitations': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/invitations', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/invitations',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/inscriptions': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/inscriptions', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/inscriptions',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/inscriptions/[id]': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/inscriptions/1', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/inscriptions/1',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/inscriptions/ajouter': [
    {
      address: '/gestion/rencontres/rencontre-des-coordinations/inscriptions/ajouter',
      see: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/inscriptions/ajouter',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/inscriptions/annulation': [
    {
      address: '/gestion/rencontres/rencontre-des-coordinations/inscriptions/annulation',
      see: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/inscriptions/annulation',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/inscriptions/doublons': [
    {
      address: '/gestion/rencontres/rencontre-des-coordinations/inscriptions/doublons',
      see: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/inscriptions/doublons',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/inscriptions/export.[format]': [
    {
      address: '/gestion/rencontres/rencontre-des-coordinations/inscriptions/export.csv',
      see: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/inscriptions/export.csv',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/inscriptions/messages': [
    {
      address: '/gestion/rencontres/rencontre-des-coordinations/inscriptions/messages',
      see: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/inscriptions/messages',
      see: ADMINISTRATORS
    }
  ],
  'invitation-rencontre/[jeton]': OPEN('/invitation-rencontre/inconnu'),
  'gestion/rencontres/[slug]/tables': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/tables', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/tables',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/tables/jour': [
    {
      address: '/gestion/rencontres/journee-departementale-2026/tables/jour',
      see: [...ANIMATORS, 'reception'],
      act: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/tables/jour',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/tables/reglages': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/tables/reglages', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/tables/reglages',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/tables/regles': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/tables/regles', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/tables/regles',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/tables/deplacer': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/tables/deplacer', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/tables/deplacer',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/tables/personnes': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/tables/personnes', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/tables/personnes',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/bilan': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/bilan', see: ANIMATORS },
    { address: '/gestion/rencontres/matinee-des-coordinations-2024/bilan', see: ADMINISTRATORS }
  ],
  'gestion/rencontres/[slug]/bilan/export.[format]': [
    {
      address: '/gestion/rencontres/rencontre-des-coordinations/bilan/export.csv',
      see: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/bilan/export.csv',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/compte-rendu': [
    { address: '/gestion/rencontres/journee-departementale-2026/compte-rendu', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/compte-rendu',
      see: ADMINISTRATORS
    }
  ],
  // Nothing of this one is published: who may write it reads its draft.
  'rencontres/[slug]/compte-rendu': [
    { address: '/rencontres/journee-departementale-2026/compte-rendu', see: EVERYONE }
  ],
  'rencontres/[slug]/compte-rendu.pdf': [
    { address: '/rencontres/journee-departementale-2026/compte-rendu.pdf', see: EVERYONE }
  ],
  'gestion/rencontres/[slug]/partenaires': [
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/partenaires',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/partenaires/[id]': [
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/partenaires/1',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/partenaires/budget': [
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/partenaires/budget',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/relais': [
    { address: '/gestion/rencontres/matinee-des-coordinations-2024/relais', see: ADMINISTRATORS }
  ],
  'gestion/rencontres/[slug]/relais/[id]': [
    { address: '/gestion/rencontres/matinee-des-coordinations-2024/relais/1', see: ADMINISTRATORS }
  ],
  'gestion/rencontres/[slug]/relais/[id]/affiche.pdf': [
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/relais/1/affiche.pdf',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/relais/[id]/qr.svg': [
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/relais/1/qr.svg',
      see: ADMINISTRATORS
    }
  ],
  'rencontres/[slug]/acces': PUBLIC('/rencontres/matinee-des-coordinations-2024/acces'),
  'rencontres/[slug]/logos/[partenaire]': PUBLIC(
    '/rencontres/matinee-des-coordinations-2024/logos/1'
  ),
  'r/[numero]': PUBLIC('/r/zzzzzz'),
  'entretiens/[jeton]': OPEN('/entretiens/inconnu'),
  'ma-place/[jeton]/entretiens': OPEN('/ma-place/inconnu/entretiens'),
  'gestion/rencontres/[slug]/entretiens': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/entretiens', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/entretiens',
      see: ADMINISTRATORS
    }
  ],
  'ma-place/[jeton]/covoiturage': OPEN('/ma-place/inconnu/covoiturage'),
  'ma-place/[jeton]/covoiturage/[trajet]': OPEN('/ma-place/inconnu/covoiturage/1'),
  'rencontres/[slug].ics': PUBLIC('/rencontres/matinee-des-coordinations-2024.ics'),
  // Whoever holds the signed address; a wrong one leads nowhere.
  // Whoever holds the link; a wrong one is told that it serves no more, and nothing is received.
  pointage: PUBLIC('/pointage'),
  'rencontres/[slug]/ecran': PUBLIC('/rencontres/matinee-des-coordinations-2024/ecran'),
  'atelier/[jeton]': PUBLIC('/atelier/inconnu'),
  'atelier/[jeton]/ecran': PUBLIC('/atelier/inconnu/ecran'),
  'atelier/[jeton]/[structure]': OPEN('/atelier/inconnu/1'),
  'atelier/[jeton]/[structure]/perimetre': OPEN('/atelier/inconnu/1/perimetre'),
  'gestion/rencontres/[slug]/salle': [
    {
      address: '/gestion/rencontres/journee-departementale-2027/salle',
      see: [...ANIMATORS, 'reception']
    },
    { address: '/gestion/rencontres/matinee-des-coordinations-2024/salle', see: ADMINISTRATORS }
  ],
  'gestion/rencontres/[slug]/perimetres': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/perimetres', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/perimetres',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/perimetres/qr.svg': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/perimetres/qr.svg', see: ANIMATORS }
  ],
  'pointage/[jeton]': PUBLIC('/pointage/inconnu'),
  'pointage/[jeton]/envoi': OPEN('/pointage/inconnu/envoi'),
  'pointage/[jeton]/liste': PUBLIC('/pointage/inconnu/liste'),
  'pointage/[jeton]/manifeste.webmanifest': PUBLIC('/pointage/inconnu/manifeste.webmanifest'),
  'gestion/rencontres/[slug]/accueil': [
    {
      address: '/gestion/rencontres/journee-departementale-2027/accueil',
      see: [...ANIMATORS, 'reception'],
      act: {
        ...{ ouvrir: ANIMATORS, retirer: ANIMATORS, refaire: ANIMATORS },
        presence: [...ANIMATORS, 'reception']
      }
    },
    { address: '/gestion/rencontres/matinee-des-coordinations-2024/accueil', see: ADMINISTRATORS }
  ],
  ...Object.fromEntries(
    [
      ...['', '/badges', '/badges/badges.pdf', '/emargement', '/emargement/feuilles.pdf'],
      ...['/emargement/fichiers/[id]', '/chevalets', '/chevalets/chevalets.pdf'],
      ...['/tables', '/tables/tables.pdf'],
      '/apercu/[document].svg'
    ].map((part): [string, Door[]] => {
      const path = `documents${part.replace('[id]', '1').replace('[document]', 'emargement')}`;
      // Who welcomes prints; who organises takes a scanned sheet away.
      const act = part === '/emargement' ? { act: { retirer: ANIMATORS } } : {};
      return [
        `gestion/rencontres/[slug]/documents${part}`,
        [
          {
            address: `/gestion/rencontres/journee-departementale-2026/${path}`,
            see: [...ANIMATORS, 'reception'],
            ...act
          },
          {
            address: `/gestion/rencontres/matinee-des-coordinations-2024/${path}`,
            see: ADMINISTRATORS
          }
        ]
      ];
    })
  ),
  ...Object.fromEntries(
    ['', '/attestations.pdf'].map((part): [string, Door[]] => [
      `gestion/rencontres/[slug]/documents/attestations${part}`,
      [
        {
          address: `/gestion/rencontres/journee-departementale-2026/documents/attestations${part}`,
          see: ANIMATORS
        },
        {
          address: `/gestion/rencontres/matinee-des-coordinations-2024/documents/attestations${part}`,
          see: ADMINISTRATORS
        }
      ]
    ])
  ),
  attestation: PUBLIC('/attestation'),
  'attestation/[code]': PUBLIC('/attestation/0000-0000-0000'),
  'ma-place/[jeton]/badge.pdf': PUBLIC('/ma-place/inconnu/badge.pdf'),
  'ma-place/[jeton]/attestation.pdf': OPEN('/ma-place/inconnu/attestation.pdf'),
  'ma-place/[jeton]': OPEN('/ma-place/inconnu'),
  'ma-place/[jeton]/annuler': OPEN('/ma-place/inconnu/annuler'),
  'ma-place/[jeton]/modifier': OPEN('/ma-place/inconnu/modifier'),
  'rencontres/[slug]/inscription': OPEN('/rencontres/matinee-des-coordinations-2024/inscription'),
  'rencontres/[slug]/inscription/groupe': OPEN(
    '/rencontres/matinee-des-coordinations-2024/inscription/groupe'
  ),
  'rencontres/[slug]/inscription/professions': PUBLIC(
    '/rencontres/matinee-des-coordinations-2024/inscription/professions?q=inf'
  ),
  // Its team, and who is registered: tests of participants say more.
  'rencontres/[slug]/participants': [
    { address: '/rencontres/matinee-des-coordinations-2024/participants', see: ADMINISTRATORS }
  ],
  'questionnaire/[jeton]': OPEN('/questionnaire/inconnu'),
  'rencontres/[slug]/questionnaire': OPEN(
    '/rencontres/matinee-des-coordinations-2024/questionnaire'
  ),
  'sondage/[jeton]': OPEN('/sondage/inconnu'),
  'sondage/[jeton]/calendrier.ics': PUBLIC('/sondage/inconnu/calendrier.ics'),
  'ma-place/[jeton]/calendrier.ics': PUBLIC('/ma-place/faux/calendrier.ics'),
  confidentialite: PUBLIC('/confidentialite'),
  connexion: OPEN('/connexion'),
  // Demonstration mode only; tests/lifecycle holds that it does not exist outside it.
  courriels: PUBLIC('/courriels'),
  'courriels/[id]': PUBLIC('/courriels/1'),
  'courriels/[id]/apercu': PUBLIC('/courriels/1/apercu'),
  deconnexion: OPEN('/deconnexion'),
  // Whoever holds the signed address; a wrong one leads nowhere.
  'desabonnement/[jeton]': OPEN('/desabonnement/faux'),
  donnees: PUBLIC('/donnees'),
  'donnees/exports/[file]': PUBLIC('/donnees/exports/structures.csv'),
  gestion: [{ address: '/gestion', see: ANIMATORS }],
  'gestion/composants': PUBLIC('/gestion/composants'),
  'gestion/import': [{ address: '/gestion/import', see: ADMINISTRATORS }],
  'gestion/import/[id]': [
    {
      address: '/gestion/import/00000000-0000-4000-8000-000000000000',
      see: ADMINISTRATORS
    }
  ],
  'gestion/import/export/[file]': [
    { address: '/gestion/import/export/structures.csv', see: ADMINISTRATORS }
  ],
  'gestion/instance': [{ address: '/gestion/instance', see: ADMINISTRATORS }],
  'gestion/instance/courriels': [{ address: '/gestion/instance/courriels', see: ADMINISTRATORS }],
  'gestion/instance/courriels/[id]': [
    { address: '/gestion/instance/courriels/1', see: ADMINISTRATORS }
  ],
  'gestion/instance/sante': [{ address: '/gestion/instance/sante', see: ADMINISTRATORS }],
  'gestion/instance/sauvegardes': [
    { address: '/gestion/instance/sauvegardes', see: ADMINISTRATORS }
  ],
  'gestion/instance/taches': [{ address: '/gestion/instance/taches', see: ADMINISTRATORS }],
  'gestion/instance/territoires': [
    { address: '/gestion/instance/territoires', see: ADMINISTRATORS }
  ],
  'gestion/instance/territoires/nouveau': [
    { address: '/gestion/instance/territoires/nouveau', see: ADMINISTRATORS }
  ],
  'gestion/instance/territoires/nouveau/zones': [
    { address: '/gestion/instance/territoires/nouveau/zones?q=brest', see: ADMINISTRATORS }
  ],
  'gestion/instance/territoires/[slug]': [
    { address: `/gestion/instance/territoires/${HERE}`, see: ADMINISTRATORS }
  ],
  'gestion/instance/vocabulaires': [
    { address: '/gestion/instance/vocabulaires', see: ADMINISTRATORS }
  ],
  'gestion/instance/vocabulaires/nouveau': [
    { address: '/gestion/instance/vocabulaires/nouveau?liste=besoins', see: ADMINISTRATORS }
  ],
  'gestion/instance/vocabulaires/[liste]/[code]': [
    { address: '/gestion/instance/vocabulaires/types/GHT', see: ADMINISTRATORS }
  ],
  'gestion/instance/vocabulaires/[liste]/[code]/reunir': [
    { address: '/gestion/instance/vocabulaires/types/GHT/reunir?avec=CH', see: ADMINISTRATORS }
  ],
  'rencontres/[slug]/programme.pdf': PUBLIC(
    '/rencontres/matinee-des-coordinations-2024/programme.pdf'
  ),
  ...Object.fromEntries(
    ['', '/nouvelle', '/salles', '/intervenants', '/[seance]'].map((part): [string, Door[]] => {
      const address = `programme${part.replace('[seance]', '0')}`;
      return [
        `gestion/rencontres/[slug]/programme${part}`,
        [
          { address: `/gestion/rencontres/rencontre-des-coordinations/${address}`, see: ANIMATORS },
          {
            address: `/gestion/rencontres/matinee-des-coordinations-2024/${address}`,
            see: ADMINISTRATORS
          }
        ]
      ];
    })
  ),
  'gestion/rencontres/[slug]/sondage': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/sondage', see: ANIMATORS }
  ],
  'gestion/rencontres/[slug]/questionnaires': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/questionnaires', see: ANIMATORS },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/questionnaires',
      see: ADMINISTRATORS
    }
  ],
  'gestion/rencontres/[slug]/questionnaires/modele': [
    {
      address: '/gestion/rencontres/rencontre-des-coordinations/questionnaires/modele',
      see: ANIMATORS
    },
    {
      address: '/gestion/rencontres/matinee-des-coordinations-2024/questionnaires/modele',
      see: ADMINISTRATORS
    }
  ],
  ...questionnaireDoors(),
  'gestion/rencontres/[slug]/sondage/creneaux': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/sondage/creneaux', see: ANIMATORS }
  ],
  'gestion/rencontres/[slug]/sondage/invites': [
    { address: '/gestion/rencontres/rencontre-des-coordinations/sondage/invites', see: ANIMATORS }
  ],
  'gestion/portes-d-entree/[slug]': [
    { address: `/gestion/portes-d-entree/${HERE}`, see: ANIMATORS },
    { address: `/gestion/portes-d-entree/${ELSEWHERE}`, see: ADMINISTRATORS }
  ],
  // Who may change the fiche is sent to do so.
  'annuaire/[slug]/proposer': [{ address: `/annuaire/${HERS}/proposer`, see: PEOPLE }],
  'annuaire/proposer': OPEN('/annuaire/proposer'),
  'annuaire/[slug]/signaler': OPEN(`/annuaire/${HERS}/signaler`),
  'fiche-a-jour/[jeton]': OPEN('/fiche-a-jour/inconnu'),
  'fiche-a-jour/[jeton]/changement': OPEN('/fiche-a-jour/inconnu/changement'),
  'fiche-a-jour/[jeton]/fermeture': OPEN('/fiche-a-jour/inconnu/fermeture'),
  'gestion/territoires/[slug]': [
    { address: `/gestion/territoires/${HERE}`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/a-presenter': [
    { address: `/gestion/territoires/${HERE}/a-presenter`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/a-presenter`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/a-presenter/[paire]': [
    { address: `/gestion/territoires/${HERE}/a-presenter/46-50`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/a-presenter/1-2`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/fiches': [
    { address: `/gestion/territoires/${HERE}/fiches`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/fiches`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/fiches/changer': [
    { address: `/gestion/territoires/${HERE}/fiches/changer`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/fiches/changer`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/fiches/changer/choix': [
    { address: `/gestion/territoires/${HERE}/fiches/changer/choix`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/fiches/changer/choix`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/fiches/changer/[id]': [
    { address: `/gestion/territoires/${HERE}/fiches/changer/${NO_CHANGE}`, see: ANIMATORS },
    {
      address: `/gestion/territoires/${ELSEWHERE}/fiches/changer/${NO_CHANGE}`,
      see: ADMINISTRATORS
    }
  ],
  'gestion/territoires/[slug]/fiches/demande': [
    { address: `/gestion/territoires/${HERE}/fiches/demande`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/fiches/demande`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/fiches/[fiche]/confirmation': [
    { address: `/gestion/territoires/${HERE}/fiches/${HERS}/confirmation`, see: ANIMATORS },
    {
      address: `/gestion/territoires/${ELSEWHERE}/fiches/${FOREIGN}/confirmation`,
      see: ADMINISTRATORS
    }
  ],
  'gestion/territoires/[slug]/suggestions': [
    { address: `/gestion/territoires/${HERE}/suggestions`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/suggestions`, see: ADMINISTRATORS }
  ],
  'annuaire/[slug]/reprendre': [{ address: `/annuaire/${HERS}/reprendre`, see: PEOPLE }],
  'bienvenue/[territoire]': [{ address: `/bienvenue/${HERE}`, see: PEOPLE }],
  'gestion/instance/fiches': [{ address: '/gestion/instance/fiches', see: ADMINISTRATORS }],
  'gestion/instance/fiches/choix': [
    { address: '/gestion/instance/fiches/choix', see: ADMINISTRATORS }
  ],
  'gestion/instance/fiches/[id]': [
    { address: `/gestion/instance/fiches/${NO_CHANGE}`, see: ADMINISTRATORS }
  ],
  'gestion/instance/personnes': [{ address: '/gestion/instance/personnes', see: ADMINISTRATORS }],
  'gestion/instance/personnes/[id]': [
    {
      address: '/gestion/instance/personnes/00000000-0000-4000-8000-000000000000',
      see: ADMINISTRATORS
    }
  ],
  'gestion/territoires/[slug]/invitations': [
    { address: `/gestion/territoires/${HERE}/invitations`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/invitations`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/membres': [
    { address: `/gestion/territoires/${HERE}/membres`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/membres`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/membres/[id]': [
    { address: `/gestion/territoires/${HERE}/membres/1`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/membres/1`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/membres/export.csv': [
    { address: `/gestion/territoires/${HERE}/membres/export.csv`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/membres/export.csv`, see: ADMINISTRATORS }
  ],
  ...Object.fromEntries(
    ['', '/nouvelle', '/[numero]', '/[numero]/modifier', '/[numero]/lien/[structure]'].map(
      (part): [string, Door[]] => {
        const path = part.replace('[numero]', '1').replace('[structure]', '1');
        return [
          `gestion/territoires/[slug]/interconnaissance${part}`,
          [
            { address: `/gestion/territoires/${HERE}/interconnaissance${path}`, see: ANIMATORS },
            {
              address: `/gestion/territoires/${ELSEWHERE}/interconnaissance${path}`,
              see: ADMINISTRATORS
            }
          ]
        ];
      }
    )
  ),
  'interconnaissance/[jeton]': OPEN('/interconnaissance/inconnu'),
  'interconnaissance/[jeton]/ligne': OPEN('/interconnaissance/inconnu/ligne'),
  'aide/composer-les-tables': PUBLIC('/aide/composer-les-tables'),
  'aide/mener-une-vague': PUBLIC('/aide/mener-une-vague'),
  'aide/partager': PUBLIC('/aide/partager'),
  'partage/noms': [
    { address: '/partage/noms?territoire=3&genre=structure&q=a', see: ['member', ...REFERENTS] }
  ],
  'partage/projets': PUBLIC('/partage/projets'),
  'partage/projets/nouveau': [
    { address: '/partage/projets/nouveau', see: ['member', ...REFERENTS] }
  ],
  'partage/projets/[slug]': [
    {
      address: PROJECT,
      see: EVERYONE,
      act: { publier: [], depublier: [], retirer: ANIMATORS, remettre: ANIMATORS }
    }
  ],
  'partage/projets/[slug]/modifier': [{ address: `${PROJECT}/modifier`, see: [] }],
  'partage/projets/[slug]/historique': [{ address: `${PROJECT}/historique`, see: [] }],
  'partage/projets/[slug]/besoins': [{ address: `${PROJECT}/besoins`, see: [] }],
  'partage/projets/[slug]/interesses': [{ address: `${PROJECT}/interesses`, see: [] }],
  'partage/projets/[slug]/interet': [
    { address: `${PROJECT}/interet`, see: ['member', ...REFERENTS] }
  ],
  'interet/[jeton]': OPEN('/interet/inconnu'),
  'partage/experiences': PUBLIC('/partage/experiences'),
  'partage/experiences/nouveau': [
    { address: '/partage/experiences/nouveau', see: ['member', ...REFERENTS] }
  ],
  'partage/experiences/[slug]': [
    {
      address: EXPERIENCE,
      see: ['member', ...REFERENTS],
      act: { publier: [], depublier: [], retirer: ANIMATORS, remettre: ANIMATORS }
    }
  ],
  'partage/experiences/[slug]/modifier': [
    { address: `${EXPERIENCE}/modifier`, see: [] },
    { address: `${HER_EXPERIENCE}/modifier`, see: ['referent'] }
  ],
  'partage/experiences/[slug]/historique': [
    { address: `${HER_EXPERIENCE}/historique`, see: ['referent'] }
  ],
  'partage/experiences/[slug]/personnes': [
    { address: `${HER_EXPERIENCE}/personnes`, see: ['referent'] }
  ],
  'partage/experiences/[slug]/personnes/noms': [
    { address: `${HER_EXPERIENCE}/personnes/noms?q=lucie`, see: ['referent'] }
  ],
  'partage/experiences/[slug]/relecture': [
    { address: `${HER_EXPERIENCE}/relecture`, see: ['referent'], act: { pret: [] } }
  ],
  'partage/experiences/[slug]/reprendre': [
    { address: `${EXPERIENCE}/reprendre`, see: ['member', ...REFERENTS] },
    { address: `${HER_EXPERIENCE}/reprendre`, see: ['member', ...ANIMATORS] }
  ],
  'partage/experiences/[slug]/retour.pdf': [
    { address: `${EXPERIENCE}/retour.pdf`, see: ['member', ...REFERENTS] },
    { address: `${HER_EXPERIENCE}/retour.pdf`, see: EVERYONE }
  ],
  'reprise/[jeton]': OPEN('/reprise/inconnu'),
  'aide/code-de-conduite': PUBLIC('/aide/code-de-conduite'),
  'partage/opportunites': PUBLIC('/partage/opportunites'),
  'partage/opportunites/nouvelle': [
    { address: '/partage/opportunites/nouvelle', see: ['member', ...REFERENTS] }
  ],
  'partage/opportunites/[slug]': [
    {
      address: OPPORTUNITY,
      see: EVERYONE,
      act: {
        ...{ publier: ['member'], depublier: ['member'], prolonger: ['member'] },
        ...{ retirer: ['member', ...ANIMATORS], remettre: ['member', ...ANIMATORS] }
      }
    }
  ],
  'partage/opportunites/[slug]/modifier': [{ address: `${OPPORTUNITY}/modifier`, see: ['member'] }],
  'partage/opportunites/[slug]/historique': [
    { address: `${OPPORTUNITY}/historique`, see: ['member'] }
  ],
  'partage/opportunites/[slug]/ecrire': OPEN(`${OPPORTUNITY}/ecrire`),
  'prolonger/[jeton]': OPEN('/prolonger/inconnu'),
  'partage/signaler/[quoi]/[id]': [
    { address: '/partage/signaler/contribution/1', see: ['member', ...REFERENTS] }
  ],
  'territoires/[slug]/decouvrir': PUBLIC(`/territoires/${HERE}/decouvrir`),
  'gestion/territoires/[slug]/moderation': [
    { address: `/gestion/territoires/${HERE}/moderation`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/moderation`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/sante-du-reseau': [
    { address: `/gestion/territoires/${HERE}/sante-du-reseau`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/sante-du-reseau`, see: ADMINISTRATORS }
  ],
  'partage/questions': PUBLIC('/partage/questions'),
  'partage/questions/nouvelle': [
    { address: '/partage/questions/nouvelle', see: ['member', ...REFERENTS] }
  ],
  // Asked by somebody of the demonstration who is none of the roles: she alone writes and settles it.
  'partage/questions/[slug]': [
    {
      address: QUESTION,
      see: ['member', ...REFERENTS],
      act: {
        ...{ publier: [], depublier: [], resoudre: [], rouvrir: [] },
        ...{ retirer: ANIMATORS, remettre: ANIMATORS }
      }
    }
  ],
  'partage/questions/[slug]/modifier': [{ address: `${QUESTION}/modifier`, see: [] }],
  'partage/questions/[slug]/historique': [{ address: `${QUESTION}/historique`, see: [] }],
  'repondre/[jeton]': OPEN('/repondre/inconnu'),
  'aide/piloter-un-plan': PUBLIC('/aide/piloter-un-plan'),
  'gestion/territoires/[slug]/interconnaissance/[numero]/resultats': [
    { address: `/gestion/territoires/${HERE}/interconnaissance/1/resultats`, see: ANIMATORS },
    {
      address: `/gestion/territoires/${ELSEWHERE}/interconnaissance/1/resultats`,
      see: ADMINISTRATORS
    }
  ],
  'gestion/territoires/[slug]/interconnaissance/[numero]/resultats/reponses.csv': [
    {
      address: `/gestion/territoires/${HERE}/interconnaissance/1/resultats/reponses.csv`,
      see: ANIMATORS
    },
    {
      address: `/gestion/territoires/${ELSEWHERE}/interconnaissance/1/resultats/reponses.csv`,
      see: ADMINISTRATORS
    }
  ],
  // A visitor is told that the figures are for members; no figure is in the page.
  'territoires/[slug]/reseau': PUBLIC(`/territoires/${HERE}/reseau`),
  'invitation/[jeton]': OPEN('/invitation/inconnu'),
  'mon-espace/territoires': [{ address: '/mon-espace/territoires', see: PEOPLE }],
  'rejoindre/[territoire]': OPEN(`/rejoindre/${HERE}`),
  'rejoindre/confirmer/[jeton]': OPEN('/rejoindre/confirmer/inconnu'),
  'territoires/[slug]/membres': [{ address: `/territoires/${HERE}/membres`, see: PEOPLE }],
  'mon-espace/suggestions': [{ address: '/mon-espace/suggestions', see: PEOPLE }],
  'mon-espace': [{ address: '/mon-espace', see: PEOPLE }],
  'qui-couvre': PUBLIC('/qui-couvre'),
  recherche: PUBLIC('/recherche?q=aidants'),
  'recherche/suggestions': PUBLIC('/recherche/suggestions?q=aidants'),
  'partage/documents': PUBLIC('/partage/documents'),
  'partage/documents/nouveau': [
    { address: '/partage/documents/nouveau', see: ['member', ...REFERENTS] }
  ],
  'partage/documents/[slug]': [
    {
      address: DOCUMENT,
      see: ['member', ...REFERENTS],
      act: {
        ...{ publier: [], depublier: [], 'toujours-bon': [] },
        ...{ retirer: ANIMATORS, remettre: ANIMATORS }
      }
    }
  ],
  'partage/documents/[slug]/modifier': [{ address: `${DOCUMENT}/modifier`, see: [] }],
  'partage/documents/[slug]/fichier': [{ address: `${DOCUMENT}/fichier`, see: [] }],
  'partage/documents/[slug]/historique': [{ address: `${DOCUMENT}/historique`, see: [] }],
  'partage/documents/[slug]/telecharger': [
    { address: `${DOCUMENT}/telecharger`, see: ['member', ...REFERENTS] }
  ],
  'partage/documents/[slug]/apercu': [
    { address: `${DOCUMENT}/apercu`, see: ['member', ...REFERENTS] }
  ],
  territoires: PUBLIC('/territoires'),
  'territoires/[slug]': PUBLIC(`/territoires/${HERE}`),
  'territoires/[slug]/contours.geojson': PUBLIC(`/territoires/${HERE}/contours.geojson`),
  'territoires/[slug]/couverture': [
    { address: `/territoires/${HERE}/couverture`, see: EVERYONE, act: ANIMATORS },
    { address: `/territoires/${ELSEWHERE}/couverture`, see: EVERYONE, act: ADMINISTRATORS }
  ],
  'territoires/[slug]/couverture.csv': PUBLIC(`/territoires/${HERE}/couverture.csv`),
  theme: OPEN('/theme'),
  'annuaire/[slug]/modifier': [
    { address: `/annuaire/${HERS}/modifier`, see: REFERENTS },
    { address: `/annuaire/${FOREIGN}/modifier`, see: ADMINISTRATORS }
  ],
  'connexion/lien': OPEN('/connexion/lien'),
  'connexion/oidc': PUBLIC('/connexion/oidc'),
  'connexion/oidc/retour': PUBLIC('/connexion/oidc/retour'),
  'mon-espace/connexions': [{ address: '/mon-espace/connexions', see: PEOPLE }],
  'mon-espace/binomes': [{ address: '/mon-espace/binomes', see: PEOPLE }],
  'mon-espace/contacts': [{ address: '/mon-espace/contacts', see: PEOPLE }],
  'mon-espace/donnees': [{ address: '/mon-espace/donnees', see: PEOPLE }],
  'mon-espace/donnees/export': [{ address: '/mon-espace/donnees/export', see: PEOPLE }],
  'mon-espace/nouvelles': [{ address: '/mon-espace/nouvelles', see: PEOPLE }],
  'mon-espace/suivis': [{ address: '/mon-espace/suivis', see: PEOPLE }],
  agenda: [{ address: '/agenda', see: PEOPLE }],
  partage: [{ address: '/partage', see: EVERYONE, act: PEOPLE }],
  'partage/ouvrir': [{ address: '/partage/ouvrir?vers=/partage', see: PEOPLE }],
  'partage.atom': PUBLIC('/partage.atom'),
  'partage/[territoire].atom': PUBLIC(`/partage/${HERE}.atom`),
  'flux/[jeton].atom': PUBLIC('/flux/inconnu.atom'),
  'territoires/[slug]/lettres': PUBLIC(`/territoires/${HERE}/lettres`),
  'territoires/[slug]/lettres/[mois]': PUBLIC(`/territoires/${HERE}/lettres/2020-01`),
  'gestion/territoires/[slug]/lettre': [
    { address: `/gestion/territoires/${HERE}/lettre`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/lettre`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/lettre/[mois]': [
    { address: `/gestion/territoires/${HERE}/lettre/2020-01`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/lettre/2020-01`, see: ADMINISTRATORS }
  ],
  'mon-espace/profil': [{ address: '/mon-espace/profil', see: PEOPLE }],
  'annuaire/[slug]/ecrire': OPEN(`/annuaire/${HERS}/ecrire`),
  // Whom one may write to depends on the networks shared: tests of relay say more.
  'ecrire/[personne]': OPEN('/ecrire/00000000-0000-4000-8000-000000000000'),
  'ecrire/abus/[jeton]': OPEN('/ecrire/abus/inconnu'),
  'signalement/[kind]/[id]': OPEN(`/signalement/structure/${HERS}`),
  'gestion/instance/conservation': [
    { address: '/gestion/instance/conservation', see: ADMINISTRATORS }
  ],
  'gestion/instance/journal': [{ address: '/gestion/instance/journal', see: ADMINISTRATORS }],
  'gestion/instance/journal/export': [
    { address: '/gestion/instance/journal/export', see: ADMINISTRATORS }
  ],
  'gestion/instance/accessibilite': [
    { address: '/gestion/instance/accessibilite', see: ADMINISTRATORS }
  ],
  'gestion/instance/organisme': [{ address: '/gestion/instance/organisme', see: ADMINISTRATORS }],
  'gestion/instance/registre/export': [
    { address: '/gestion/instance/registre/export', see: ADMINISTRATORS }
  ],
  'a-propos': OPEN('/a-propos'),
  '[x+2e]well-known/security.txt': OPEN('/.well-known/security.txt'),
  'gestion/instance/registre': [{ address: '/gestion/instance/registre', see: ADMINISTRATORS }],
  'binome/[jeton]': OPEN('/binome/inconnu'),
  'binome/[jeton]/rendez-vous.ics': OPEN('/binome/inconnu/rendez-vous.ics'),
  'gestion/territoires/[slug]/binomes': [
    { address: `/gestion/territoires/${HERE}/binomes`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/binomes`, see: ADMINISTRATORS }
  ],
  'gestion/territoires/[slug]/retenus': [
    { address: `/gestion/territoires/${HERE}/retenus`, see: ANIMATORS },
    { address: `/gestion/territoires/${ELSEWHERE}/retenus`, see: ADMINISTRATORS }
  ]
};

/** A questionnaire that does not exist: those who manage the edition are told so, the others are refused. */
function questionnaireDoors(): Record<string, Door[]> {
  const pages = ['', '/reglages', '/questions/[question]', '/apercu', '/resultats'];
  const routes = [...pages, '/resultats/export.[format]'];
  return Object.fromEntries(
    routes.map((route) => {
      const page = route.replace('[question]', 'nouvelle').replace('[format]', 'csv');
      const at = (slug: string) => `/gestion/rencontres/${slug}/questionnaires/1${page}`;
      return [
        `gestion/rencontres/[slug]/questionnaires/[id]${route}`,
        [
          { address: at('rencontre-des-coordinations'), see: ANIMATORS },
          { address: at('matinee-des-coordinations-2024'), see: ADMINISTRATORS }
        ]
      ];
    })
  );
}
