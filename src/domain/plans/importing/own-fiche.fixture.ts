/** Fiche 28 in our own words, with the shape of the published one: tabs, tags, lists without line breaks. */
export const OWN_FICHE = `

Ouvrir la Journée de Médecine Générale à tous les métiers du soin et du social

Fiche 28

Action

3.3.3

Axe 3 : Rendre l'exercice plus facile
Objectif 3.3 : Former et coordonner ceux qui soignent

Diagnostic\tBeaucoup d'acteurs et de dispositifs, qui connaissent mal le rôle de chacun et se coordonnent peu
Enjeux\tOrganiser des échanges entre professionnels de santé Enrichir les pratiques des acteurs Mieux se connaître pour travailler ensemble Valoriser les atouts du Loir-et-Cher
Actions\tFaire se rencontrer les acteurs chaque année en élargissant la Journée Départementale de Médecine Générale à tous les métiers et aux internes Échanger autour de thèmes et de tables rondes Susciter l'envie des étudiants pour le département Partager un moment convivial
Public(s) visé(s)\tProfessionnels des secteurs médicaux, sociaux et médico-sociaux et les internes
Pilote(s)\tDADOPS
Partenaires et ressources partenariales\tPartenaires : CDOM, ARS, CH, Laboratoires, Faculté de médecine de Tours, MAIA Ressources partenariales : <u>SROS</u> : Volet ambulatoire : réunir les soignants autour de projets locaux <u>PRAPS</u> : Mieux coordonner les acteurs <u>PTS</u> : Action 2.1 : Aider les protocoles entre soignants Action 2.3 : Aider le protocole entre soignants Action 2.5 : Coopérer avec la médecine de proximité et le champ social <u>PDI</u> : Axe 3 : Mieux tenir compte de la santé Action 3.2 : Informer et former les travailleurs sociaux
Leviers/freins\tFrein : peu de temps libre Leviers : date unique dans un beau lieu, réunion de nombreux professionnels, temps d'échange et de convivialité
Moyens mobilisés\tJournée de rencontre avec tous les métiers dans un lieu agréable Financement : Département et autres financeurs
Échéancier\tReconduction annuelle du dispositif
Indicateurs du suivi et évaluation proposés\tÉvaluation du nombre de participants à la journée Évaluation de la satisfaction`;
