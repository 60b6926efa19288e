/** What is read of data·inclusion v1; what else a file has is counted, not refused. */
import { z } from 'zod';

const text = z.string().nullish();
const list = z.array(z.string()).nullish();

const place = {
  adresse: text,
  complement_adresse: text,
  code_postal: text,
  code_insee: text,
  commune: text,
  longitude: z.number().nullish(),
  latitude: z.number().nullish()
};

export const structureSchema = z.looseObject({
  source: z.string(),
  id: z.string(),
  nom: z.string(),
  date_maj: text,
  description: text,
  lien_source: text,
  siret: text,
  telephone: text,
  courriel: text,
  site_web: text,
  horaires_accueil: text,
  accessibilite_lieu: text,
  reseaux_porteurs: list,
  ...place
});

export const serviceSchema = z.looseObject({
  source: z.string(),
  id: z.string(),
  structure_id: z.string(),
  nom: z.string(),
  description: text,
  thematiques: list,
  frais: text,
  frais_precisions: text,
  publics: list,
  publics_precisions: text,
  conditions_acces: text,
  telephone: text,
  courriel: text,
  zone_eligibilite: list,
  contact_nom_prenom: text,
  lien_mobilisation: text,
  modes_mobilisation: list,
  mobilisable_par: list,
  mobilisation_precisions: text,
  horaires_accueil: text,
  ...place
});

export type DiStructure = z.infer<typeof structureSchema>;
export type DiService = z.infer<typeof serviceSchema>;
