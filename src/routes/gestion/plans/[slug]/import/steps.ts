/** From a text to sheets. */
export const STEPS = [{ label: 'Donner le texte' }, { label: 'Relire' }, { label: 'Importer' }];
