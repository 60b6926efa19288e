/** Why no certificate is issued, and what to do. */
export const CERTIFICATE_REFUSALS = {
  'not-over': 'La rencontre n’est pas terminée : une attestation dit des heures passées.',
  nobody: 'Aucune présence n’est enregistrée : notez-les dans « Accueil », puis revenez.'
} as const;
