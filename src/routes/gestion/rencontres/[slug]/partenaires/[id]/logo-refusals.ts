/** Why an image is refused, and what to do. */
export const LOGO_REFUSALS = {
  'too-heavy': 'Cette image dépasse 500 Ko : réduisez-la. Le logo d’avant est gardé.',
  'too-large': 'Cette image dépasse 4 000 pixels de côté : réduisez-la. Le logo d’avant est gardé.',
  'not-an-image':
    'Ce fichier n’est pas une image PNG, JPEG ou WebP entière, quel que soit son nom. Le logo d’avant est gardé.',
  gone: 'Ce partenaire vient d’être retiré de la liste.'
} as const;
