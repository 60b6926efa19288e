import { z } from 'zod';

/** An e-mail address as it is kept and compared: without spaces around, in lower case. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Cette adresse est trop longue.')
  .pipe(z.email('Écrivez l’adresse en entier, comme prenom.nom@exemple.fr.'));

/** A code as people type or paste it, with spaces. */
export const signInCode = z
  .string()
  .transform((text) => text.replaceAll(/\D/g, ''))
  .pipe(z.string().length(6, 'Le code compte six chiffres.'));
