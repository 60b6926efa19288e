/** The columns of a service and of a contact, in the order of exports and of the template. */
import { column, type ContactColumn, type ServiceColumn } from './column.ts';

const SERVICE = 'Service : ';

export const SERVICE_COLUMNS: ServiceColumn[] = [
  column(
    `${SERVICE}nom`,
    'name',
    'text',
    'Un service par ligne ; les colonnes de la structure sont répétées ou laissées vides.',
    'Information et orientation',
    ['service', 'nom du service']
  ),
  column(`${SERVICE}description`, 'description', 'text', 'Ce que fait ce service.'),
  column(
    `${SERVICE}besoins`,
    'themes',
    'themes',
    'Besoins auxquels il répond, séparés par « ; » : voir la feuille « Valeurs ».',
    'Maintien à domicile ; Droits et démarches',
    ['besoins', 'thématiques', 'service : thématiques']
  ),
  column(
    `${SERVICE}publics`,
    'audiences',
    'audiences',
    'Pour qui, séparés par « ; » : voir la feuille « Valeurs ».',
    'Personnes âgées ; Proches aidants',
    ['publics', 'public']
  ),
  column(
    `${SERVICE}sollicité par`,
    'solicitedBy',
    'solicitedBy',
    '« professionnels », « usagers », « aidants », séparés par « ; ».',
    'professionnels ; usagers ; aidants',
    ['sollicité par']
  ),
  column(
    `${SERVICE}comment le solliciter`,
    'solicitedThrough',
    'solicitedThrough',
    '« téléphoner », « envoyer un courriel », « se présenter », « utiliser le lien ».',
    'téléphoner ; se présenter',
    ['comment le solliciter', 'modes de mobilisation']
  ),
  column(`${SERVICE}délai`, 'delay', 'text', 'Délai de réponse.', 'Réponse sous 48 h', ['délai']),
  column(`${SERVICE}frais`, 'fees', 'fees', '« gratuit » ou « payant ».', 'gratuit', [
    'frais',
    'coût'
  ]),
  column(`${SERVICE}précisions sur les frais`, 'feesDetail', 'text', 'Tarif, aide possible.'),
  column(
    `${SERVICE}conditions`,
    'conditions',
    'text',
    'Conditions d’accès.',
    'À partir de 60 ans',
    ['conditions d’accès']
  ),
  column(`${SERVICE}à préparer`, 'toPrepare', 'text', 'Ce qu’il faut avoir sous la main.'),
  column(`${SERVICE}limites`, 'limits', 'text', 'Ce qu’il ne fait pas.'),
  column(`${SERVICE}téléphone`, 'phone', 'phone', 'S’il diffère de celui de la structure.'),
  column(`${SERVICE}lien`, 'link', 'text', 'Formulaire ou page pour le solliciter.'),
  column(`${SERVICE}horaires`, 'openingHours', 'text', 'S’ils diffèrent de ceux de la structure.'),
  column(
    `${SERVICE}périmètre`,
    'certainty',
    'perimeter',
    'Vide : celui de la structure. Sinon « déclaré », « partout » ou « inconnu ».'
  ),
  column(
    `${SERVICE}zones couvertes`,
    'include',
    'perimeter',
    'Comme « Zones couvertes », pour ce service seulement.'
  ),
  column(
    `${SERVICE}zones exclues`,
    'exclude',
    'perimeter',
    'Comme « Zones exclues », pour ce service seulement.'
  ),
  column(
    `${SERVICE}précision sur le périmètre`,
    'perimeterNote',
    'perimeter',
    'Ce que les zones ne disent pas.'
  )
];

const CONTACT = 'Contact : ';

export const CONTACT_COLUMNS: ContactColumn[] = [
  column(
    `${CONTACT}nom`,
    'name',
    'text',
    'Une personne par ligne, en face d’un service ou seule.',
    '',
    ['contact', 'nom du contact']
  ),
  column(`${CONTACT}fonction`, 'role', 'text', 'Sa fonction.', '', ['fonction']),
  column(`${CONTACT}téléphone`, 'phone', 'phone', 'Sa ligne directe.'),
  column(`${CONTACT}courriel`, 'email', 'text', 'Jamais montré aux visiteurs.'),
  column(
    `${CONTACT}visible par`,
    'visibility',
    'visibility',
    '« tous », « membres » ou « personne ».',
    '',
    ['visibilité']
  ),
  column(
    `${CONTACT}accord donné le`,
    'consentAt',
    'date',
    'Date de son accord, nécessaire pour la montrer.',
    '',
    ['consentement']
  )
];
