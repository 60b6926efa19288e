/** The columns of a structure, in the order of exports and of the template. */
import { column, type StructureColumn } from './column.ts';

export const STRUCTURE_COLUMNS: StructureColumn[] = [
  column(
    'Identifiant',
    'slug',
    'text',
    'Celui de la fiche dans Maillage (fin de son adresse). Laissez vide pour une nouvelle structure.',
    '',
    ['slug', 'identifiant maillage', 'id']
  ),
  column(
    'Nom',
    'name',
    'text',
    'Nom de la structure. Obligatoire pour une nouvelle structure.',
    'CLIC des Trois Rivières',
    ['nom de la structure', 'structure', 'raison sociale', 'dénomination']
  ),
  column('Sigle', 'acronym', 'text', 'Le sigle sous lequel on la connaît.', 'CLIC', ['acronyme']),
  column(
    'Type',
    'type',
    'type',
    'Sigle ou nom du type : voir la feuille « Valeurs ». Obligatoire pour une nouvelle structure.',
    'CLIC',
    ['type de structure', 'catégorie']
  ),
  column(
    'Structure mère',
    'parent',
    'text',
    'Identifiant de la structure à laquelle elle est rattachée.',
    '',
    ['rattachement', 'parent']
  ),
  column('Porteur', 'leadBody', 'text', 'Organisme qui la porte.', 'Département', [
    'organisme porteur',
    'gestionnaire'
  ]),
  column(
    'En une phrase',
    'summary',
    'text',
    'Ce qu’elle fait, en une phrase.',
    'Informe et oriente les personnes de 60 ans et plus et leurs proches.',
    ['résumé', 'mission', 'missions']
  ),
  column(
    'Description',
    'description',
    'text',
    'Texte libre, sans situation de personne reconnaissable.'
  ),
  column(
    'Ce qu’elle ne fait pas',
    'limits',
    'text',
    'Ce pour quoi il ne faut pas l’appeler.',
    'N’intervient pas en urgence.',
    ['limites']
  ),
  column(
    'Passe le relais à',
    'handsOverTo',
    'text',
    'Vers qui elle oriente.',
    'Le DAC pour les situations complexes.',
    ['relais']
  ),
  column(
    'À préparer avant d’appeler',
    'toPrepare',
    'text',
    'Ce qu’il faut avoir sous la main.',
    'Commune, âge, situation de l’aidant.',
    ['à préparer']
  ),
  column(
    'SIRET',
    'siret',
    'siret',
    '14 chiffres. Mettez la colonne au format Texte dans le tableur.',
    '',
    ['n° siret', 'numéro siret']
  ),
  column(
    'FINESS',
    'finess',
    'finess',
    '9 caractères, celui de l’établissement. Format Texte.',
    '',
    ['n° finess', 'finess et', 'numéro finess']
  ),
  column('Adresse', 'address', 'text', 'Numéro et voie.', '1 place du Marché', [
    'adresse postale',
    'rue',
    'voie'
  ]),
  column('Complément d’adresse', 'addressExtra', 'text', 'Bâtiment, étage, boîte postale.', '', [
    'complément'
  ]),
  column('Code postal', 'postalCode', 'postalCode', '5 chiffres.', '82200', ['cp']),
  column(
    'Code INSEE',
    'communeCode',
    'commune',
    'Code officiel de la commune (différent du code postal). Facultatif si la commune est écrite.',
    '82112',
    ['code commune', 'code insee commune', 'insee']
  ),
  column(
    'Commune',
    'communeName',
    'communeName',
    'Nom de la commune ; ajoutez le département s’il y a des homonymes : « Saint-Ouen (41) ».',
    'Moissac',
    ['ville', 'localité']
  ),
  column('Téléphone', 'phone', 'phone', 'Un seul numéro. Format Texte.', '05 36 49 00 01', [
    'tél',
    'tel',
    'numéro de téléphone'
  ]),
  column('Courriel', 'email', 'text', 'Adresse de la structure, pas d’une personne.', '', [
    'email',
    'e-mail',
    'mail',
    'adresse électronique',
    'mél'
  ]),
  column('MSSanté', 'mssante', 'text', 'Adresse de messagerie sécurisée de santé.', '', [
    'messagerie sécurisée',
    'mss'
  ]),
  column('Site web', 'website', 'text', 'Adresse complète, avec https://.', '', [
    'site',
    'site internet',
    'url'
  ]),
  column(
    'Horaires',
    'openingHours',
    'text',
    'Au format OpenStreetMap : Mo-Fr 09:00-12:30,14:00-17:00.',
    'Mo-Fr 09:00-12:30,14:00-17:00',
    ['horaires d’accueil', 'horaires d’ouverture']
  ),
  column('Statut', 'status', 'status', '« active » ou « fermée ».', 'active', ['état']),
  column('Fictif', 'fictional', 'yesNo', '« oui » pour une structure inventée.', 'oui', [
    'fictive'
  ]),
  column(
    'Sources',
    'sources',
    'lines',
    'Adresses des pages ou noms des fichiers, un par ligne de la cellule.',
    '',
    ['source']
  ),
  column(
    'Fiabilité',
    'reliability',
    'reliability',
    '« confirmé », « partiel » ou « à confirmer ».',
    'à confirmer'
  ),
  column('Note', 'note', 'text', 'Précision sur la fiche ou ses sources ; elle est publique.', '', [
    'remarque',
    'commentaire',
    'notes'
  ]),
  column(
    'Identifiant externe',
    'externalId',
    'text',
    'Clé de la fiche dans le fichier d’où elle vient : un nouvel import la met à jour au lieu de la doubler.',
    '',
    ['id externe', 'référence']
  ),
  column(
    'Confirmée le',
    'confirmedAt',
    'instant',
    'Date de la dernière confirmation par la structure.',
    '',
    ['date de confirmation', 'confirmé le']
  ),
  column('Confirmée par', 'confirmedBy', 'text', 'Fonction de la personne qui a confirmé.', '', [
    'confirmé par'
  ]),
  column(
    'À revoir tous les (mois)',
    'reviewEveryMonths',
    'number',
    'De 1 à 60 mois. 6 si vous laissez vide.',
    '6',
    ['à revoir tous les']
  ),
  column(
    'Territoires',
    'territories',
    'list',
    'Identifiants des territoires dont l’annuaire la contient, séparés par « ; ».',
    '',
    ['territoire']
  ),
  column(
    'Périmètre',
    'certainty',
    'perimeter',
    '« déclaré » (les zones sont à côté), « partout » ou « inconnu ». Inconnu si vous laissez tout vide.',
    'déclaré',
    ['périmètre d’intervention']
  ),
  column(
    'Zones couvertes',
    'include',
    'perimeter',
    'Communes, EPCI, départements, régions, séparés par « ; » : code, ou nom s’il n’y a pas d’homonyme.',
    'EPCI 200066884 ; commune 82121 Montauban',
    ['communes couvertes', 'zone couverte', 'zones']
  ),
  column(
    'Zones exclues',
    'exclude',
    'perimeter',
    'Ce qu’il faut retirer des zones couvertes.',
    '',
    ['communes exclues', 'sauf']
  ),
  column(
    'Précision sur le périmètre',
    'perimeterNote',
    'perimeter',
    'Ce que les zones ne disent pas.'
  )
];
