/** The register of processing (RGPD, article 30), drawn from what the software does and from the rules of the instance. */
import { duration, type RetentionKind, type RetentionRule } from './retention.ts';

export interface Processing {
  readonly name: string;
  readonly purpose: string;
  readonly people: string;
  readonly data: string;
  readonly legalBasis: string;
  readonly recipients: string;
  /** The rules that say how long; what they do not say is in `kept`. */
  readonly retention: readonly RetentionKind[];
  readonly kept?: string;
}

const PUBLIC_TASK =
  'Mission d’intérêt public (RGPD, art. 6.1.e), ou intérêt légitime de l’organisme (6.1.f)';

export const PROCESSINGS: readonly Processing[] = [
  {
    name: 'Comptes et connexions',
    purpose: 'Reconnaître les personnes qui tiennent l’annuaire et participent au réseau',
    people: 'Professionnels, élus et bénévoles qui ont un compte',
    data: 'Nom, adresse électronique, fonction, téléphone (facultatif), sessions (adresse IP, navigateur)',
    legalBasis: PUBLIC_TASK,
    recipients:
      'L’administration ; les membres d’un même réseau, sans l’adresse électronique, et le téléphone selon le choix de la personne',
    retention: ['inactive-person', 'session', 'verification'],
    kept: 'Le compte vit tant qu’il sert ; la personne l’efface quand elle veut'
  },
  {
    name: 'Réseaux des territoires',
    purpose: 'Accueillir et animer les membres d’un territoire',
    people: 'Personnes qui demandent à rejoindre un réseau ou y sont invitées',
    data: 'Rôle, dates, motif de la demande, raison d’un refus, invitation',
    legalBasis: PUBLIC_TASK,
    recipients: 'Les personnes qui animent le territoire',
    retention: ['membership', 'invitation', 'request']
  },
  {
    name: 'Annuaire des structures',
    purpose: 'Dire qui fait quoi, pour qui, où ; garder les fiches justes',
    people: 'Personnes à joindre dans leur fonction ; personnes qui répondent d’une fiche',
    data: 'Nom, fonction, téléphone et adresse professionnels, date du consentement ; qui a changé quoi et quand',
    legalBasis: `${PUBLIC_TASK} ; consentement pour montrer un contact (6.1.a)`,
    recipients: 'Le public, les membres ou personne, au choix de chaque contact',
    retention: ['history', 'draft', 'confirmation', 'import'],
    kept: 'Le contact reste le temps de la fiche, ou jusqu’à ce que la personne le retire'
  },
  {
    name: 'Rencontres et inscriptions',
    purpose:
      'Choisir une date, inviter, inscrire sans vendre deux fois une place, accueillir, garder la mémoire des éditions',
    people:
      'Personnes invitées, interrogées sur une date, inscrites (par elles-mêmes ou par une collègue), intervenantes, ou qui organisent',
    data: 'Nom, adresse électronique, profession, structure, commune d’exercice, choix de séances, demi-journées, réponses aux questions de l’organisateur, consentements (liste des participants, photo, invitation suivante), place et rang ; besoins de repas et d’accès, gardés à part ; covoiturage et entretiens, si la personne le demande',
    legalBasis: `${PUBLIC_TASK} ; consentement pour la liste, la photo et l’invitation suivante, et explicite pour les besoins d’accès ou de repas (6.1.a, 9.2.a)`,
    recipients:
      'Les personnes qui organisent l’édition ; l’accueil, le jour venu ; les autres inscrits, pour qui l’a accepté, sans l’adresse. Les relais ne reçoivent aucune adresse',
    retention: [
      'need',
      'carpool',
      'registration',
      'event-invitation',
      'poll-guest',
      'interview',
      'event-message',
      'registration-trace'
    ],
    kept: 'Le programme et les intervenants annoncés restent avec la page de l’édition'
  },
  {
    name: 'Accueil, émargement et attestations',
    purpose: 'Savoir qui est là le jour venu, le prouver aux financeurs, l’attester à qui est venu',
    people: 'Personnes inscrites, ou venues sans l’être ; bénévoles de l’accueil',
    data: 'Entrées par demi-journée ou séance (heure, appareil), signature dessinée ou feuille signée, attestation (nom, durée) ; nom du téléphone des bénévoles',
    legalBasis: PUBLIC_TASK,
    recipients:
      'L’équipe de l’édition ; les bénévoles, le jour même, pour la seule liste d’accueil ; qui vérifie le code d’une attestation',
    retention: ['checkin', 'presence', 'walk-in', 'signature', 'certificate'],
    kept: 'Reste, sans nom, combien de personnes sont venues'
  },
  {
    name: 'Questionnaires',
    purpose: 'Connaître les attentes avant une rencontre, la satisfaction après',
    people: 'Personnes inscrites ou venues',
    data: 'Qui a été interrogé et si elle a répondu ; les réponses, sans nom, sans heure et sans ordre, que rien ne relie à une personne',
    legalBasis: PUBLIC_TASK,
    recipients:
      'L’équipe de l’édition, jamais un groupe de moins de cinq personnes ; les inscrits ou le public si elle le décide',
    retention: ['survey-link', 'survey-words']
  },
  {
    name: 'Comptes rendus et ateliers',
    purpose: 'Garder ce qui a été dit et décidé, suivre qui fait quoi pour quand',
    people: 'Personnes chargées d’une suite, ou nommées dans un texte',
    data: 'Textes, nom de la personne ou de la structure chargée d’une suite, échéance, état',
    legalBasis: PUBLIC_TASK,
    recipients: 'Les participants, les membres ou le public, au choix de l’équipe',
    retention: ['follow-up', 'workshop'],
    kept: 'Le compte rendu reste avec la page de l’édition'
  },
  {
    name: 'Plans de tables',
    purpose: 'Composer les tables d’une rencontre pour que les gens se rencontrent',
    people: 'Personnes inscrites',
    data: 'La table de chaque tour ; avec qui être ou ne pas être ; le besoin d’un accès facile, lu de l’inscription',
    legalBasis: PUBLIC_TASK,
    recipients:
      'L’équipe de l’édition ; chaque personne lit sa propre place une fois le plan publié',
    retention: ['table-rule'],
    kept: 'Les places restent, sans nom dès que l’inscription n’en a plus'
  },
  {
    name: 'Interconnaissance',
    purpose: 'Savoir si les structures d’un territoire se connaissent, et qui présenter à qui',
    people: 'Référents et référentes des structures',
    data: 'Ce qu’une structure dit des autres, en cinq niveaux ; qui a répondu pour elle en dernier',
    legalBasis: PUBLIC_TASK,
    recipients:
      'La structure qui répond et les personnes qui animent le territoire ; les membres lisent des totaux',
    retention: ['wave']
  },
  {
    name: 'Plans et fiches action',
    purpose:
      'Écrire et suivre ensemble un plan : qui pilote, ce qui est fait, ce que disent les indicateurs',
    people:
      'Pilotes, membres du réseau qui commentent ou proposent, personnes nommées dans un texte',
    data: 'Nom des pilotes, textes, notes et propositions avec leur auteur, qui a changé quoi, qui a donné un chiffre',
    legalBasis: PUBLIC_TASK,
    recipients:
      'Le public, les membres ou les pilotes, au choix de qui mène le plan ; notes et propositions : les membres du réseau',
    retention: ['sheet-import', 'sheet-version', 'sheet-note'],
    kept: 'Le pilote nommé le reste tant que la fiche le dit ; les versions et les comités restent, sans elle une fois effacée'
  },
  {
    name: 'Partage et entraide',
    purpose:
      'Faire connaître projets, expériences et opportunités, s’entraider, mettre en relation, n’isoler personne',
    people:
      'Membres du réseau qui partagent, répondent, remercient, s’intéressent à un projet, reprennent une expérience ou rejoignent les binômes ; personnes nommées dans un texte ou un fichier',
    data: 'Nom, textes et fichiers avec leur auteur, réponses, remerciements, mentions, intérêts, reprises, signalements au code de conduite, binômes tirés et ce qui en est dit. Rien ne dit qui a lu quoi',
    legalBasis: `${PUBLIC_TASK} ; consentement pour les binômes (6.1.a)`,
    recipients:
      'Les membres du réseau, ou le public si l’auteur le choisit ; signalements : les personnes qui animent ; binômes : les deux personnes',
    retention: [
      'shared-removed',
      'shared-version',
      'opportunity',
      'interest',
      'question-call',
      'conduct-report',
      'pairing'
    ],
    kept: 'Ce qui est partagé reste tant que ses auteurs le laissent, sans leur nom une fois leur compte effacé'
  },
  {
    name: 'Nouvelles et lettres',
    purpose:
      'Dire à chacun ce qui touche ses communes, ses thèmes et ses structures ; envoyer la lettre d’un territoire',
    people: 'Membres des réseaux',
    data: 'Ce que la personne suit ou met en sourdine, son rythme de courriel, jusqu’à quand elle a tout lu, l’adresse signée de son flux privé (gardée nulle part), à quelle période un courriel de nouvelles lui a été écrit ; qui a écrit et envoyé une lettre',
    legalBasis: PUBLIC_TASK,
    recipients: 'Elle seule ; les lettres : les membres du réseau, ou le public',
    retention: ['digest', 'newsletter'],
    kept: 'Les choix vivent tant que le compte ; un courriel se quitte par un lien et un bouton'
  },
  {
    name: 'Propositions et signalements',
    purpose: 'Corriger l’annuaire ; retirer un texte qui parle d’une personne',
    people: 'Toute personne qui propose ou signale',
    data: 'Texte de la proposition, nom et adresse de qui veut être prévenu ; motif coché du signalement',
    legalBasis: PUBLIC_TASK,
    recipients: 'Les personnes qui répondent de la fiche ou animent le territoire',
    retention: ['suggestion', 'withholding']
  },
  {
    name: 'Signalements d’accessibilité',
    purpose: 'Recevoir et corriger les défauts d’accessibilité, et y répondre',
    people: 'Toute personne qui signale un défaut, avec ou sans compte',
    data: 'Page, ce qui s’est passé, matériel et logiciel que la personne a choisi de dire (ils peuvent laisser deviner un handicap : ils ne sont jamais exigés), adresse électronique si elle attend une réponse. Ni nom, ni compte',
    legalBasis:
      'Obligation légale (6.1.c) : loi n° 2005-102 du 11 février 2005, art. 47 ; ce qui laisse deviner un handicap : consentement explicite (9.2.a)',
    recipients: 'L’administration, et l’adresse que l’organisme a choisie pour ces signalements',
    retention: ['barrier']
  },
  {
    name: 'Messages relayés',
    purpose: 'Écrire à une structure ou à une personne sans que son adresse soit montrée',
    people: 'Qui écrit, qui reçoit',
    data: 'Nom et objet ; le texte n’est que dans le courriel, effacé dès sa remise',
    legalBasis: PUBLIC_TASK,
    recipients: 'Le destinataire, qui voit l’adresse de qui lui écrit',
    retention: ['relay']
  },
  {
    name: 'Courriels de service',
    purpose: 'Connexion, demandes « toujours juste ? », réponses, avertissements',
    people: 'Personnes à qui Maillage écrit',
    data: 'Adresse, objet, texte, état de l’envoi, refus de recevoir',
    legalBasis: PUBLIC_TASK,
    recipients: 'Le serveur de messagerie choisi par l’organisme ; l’administration voit l’état',
    retention: ['mail-body', 'mail']
  },
  {
    name: 'Sécurité et preuve',
    purpose: 'Savoir qui a changé ou exporté quoi ; freiner les abus ; prouver les effacements',
    people: 'Personnes qui agissent dans Maillage',
    data: 'Acte, date, auteur, objet ; adresses IP comptées sous forme hachée, deux jours',
    legalBasis: 'Intérêt légitime (6.1.f) et obligation de sécurité (RGPD, art. 32)',
    recipients: 'L’administration',
    retention: ['audit', 'purge']
  }
];

export const MEASURES: readonly string[] = [
  'Aucun mot de passe : lien et code à usage unique, valables quinze minutes, ou identité d’un fournisseur (OpenID Connect).',
  'Droits décidés par rôle et par territoire, à chaque lecture qui pourrait révéler et à chaque écriture.',
  'Adresses électroniques jamais montrées aux visiteurs ; on écrit par un formulaire.',
  'Aucune personne accompagnée : avertissement sous chaque texte libre, seconde lecture des identifiants probables, masquage immédiat sur signalement.',
  'Jetons conservés hachés ; secrets et textes relayés effacés des courriels dès leur remise.',
  'Politique de sécurité du contenu stricte, cookies du seul site, origine des envois vérifiée, essais limités.',
  'Journal d’audit, effacement chaque nuit selon les durées ci-dessus, journal des effacements.'
];

/** How long, in words: « Journal d’audit : 1 an après l’acte ». */
export function retentionWords(
  { retention, kept }: Processing,
  rules: readonly RetentionRule[]
): string[] {
  const dated = retention.flatMap((kind) => {
    const rule = rules.find((one) => one.kind === kind);
    return rule ? [`${rule.label} : ${duration(rule.days)} après ${rule.since}`] : [];
  });
  return kept ? [kept, ...dated] : dated;
}
