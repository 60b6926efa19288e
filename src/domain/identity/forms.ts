import { z } from 'zod';
import { VISIBILITIES } from './person.ts';

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

/** What a person says of herself on her profile. */
export const profileInput = z
  .object({
    name: z
      .string()
      .trim()
      .min(2, 'Écrivez votre prénom et votre nom.')
      .max(120, 'Ce nom est trop long : 120 caractères au plus.'),
    profession: z.string().trim().max(120, 'C’est trop long : 120 caractères au plus.'),
    phone: z
      .string()
      .transform((text) => text.replaceAll(/[\s.-]/g, ''))
      .pipe(
        z
          .string()
          .regex(
            /^(\+?\d{4,15})?$/,
            'Écrivez le numéro avec des chiffres seulement, comme 05 36 49 01 02.'
          )
      ),
    phoneVisibility: z.enum(VISIBILITIES, 'Choisissez qui voit votre numéro.')
  })
  .refine(({ phone, phoneVisibility }) => phone !== '' || phoneVisibility === 'nobody', {
    path: ['phone'],
    message: 'Écrivez le numéro à montrer, ou choisissez « Personne ».'
  });

export type ProfileInput = z.output<typeof profileInput>;
