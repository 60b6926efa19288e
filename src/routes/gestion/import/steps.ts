/** The steps of an import, as its pages show them. */
export const STEPS = [
  { label: 'Choisir le fichier', href: '/gestion/import' },
  { label: 'Lire et décider' },
  { label: 'C’est fait' }
];
