/** Why a scanned sheet is refused, and what to do. */
export const SHEET_REFUSALS = {
  empty: 'Choisissez la feuille numérisée : PDF, PNG ou JPEG.',
  'too-heavy': 'Ce fichier dépasse 10 Mo : numérisez en noir et blanc, ou en plusieurs fois.',
  'not-a-sheet':
    'Ce fichier n’est pas un PDF, un PNG ou un JPEG entier, quel que soit son nom. Numérisez de nouveau, ou enregistrez-le en PDF.',
  entrance: 'Dites de quelle demi-journée ou séance est cette feuille.',
  'too-many': 'Cent feuilles sont déjà jointes : retirez-en avant d’en ajouter.'
} as const;
