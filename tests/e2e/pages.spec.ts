import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import {
  expectAccessible,
  expectContrast,
  expectNoSidewaysScroll,
  SCREENS
} from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

const MOISSAC = '/qui-couvre?commune=82112&public=personnes-agees&besoin=maintien-a-domicile';

/** One address, or several, for each page of the routes. A page missing here fails the last test. */
const ADDRESSES: Record<string, string[]> = {
  '': ['/'],
  'qui-couvre': [
    '/qui-couvre',
    MOISSAC,
    '/qui-couvre?commune=29260',
    '/qui-couvre?commune=82112&besoin=addictions',
    '/qui-couvre?commune=saint%20denis',
    '/qui-couvre?commune=zzzzzz'
  ],
  annuaire: ['/annuaire', '/annuaire?q=clic&besoin=maintien-a-domicile', '/annuaire?q=zzzzzz'],
  'annuaire/[slug]': [
    '/annuaire/clic-de-la-belle-ecluse',
    '/annuaire/cpts-du-bout-du-monde',
    '/annuaire/cls-pays-de-brest'
  ],
  'annuaire/proposer': ['/annuaire/proposer'],
  recherche: [
    '/recherche',
    '/recherche?q=aidants',
    '/recherche?q=jounée',
    '/recherche?q=brest',
    '/recherche?q=journée&quoi=rencontres',
    '/recherche?q=zzzzzz'
  ],
  'annuaire/[slug]/modifier': [
    '/annuaire/cpts-montvermeil/modifier?partie=essentiel',
    '/annuaire/cpts-montvermeil/modifier?partie=lieu',
    '/annuaire/cpts-montvermeil/modifier?partie=services',
    '/annuaire/cpts-montvermeil/modifier?partie=services&service=0',
    '/annuaire/cpts-montvermeil/modifier?partie=contacts',
    '/annuaire/cpts-montvermeil/modifier?partie=sources'
  ],
  'annuaire/[slug]/modifier/perimetre': ['/annuaire/cpts-montvermeil/modifier/perimetre'],
  'annuaire/[slug]/historique': ['/annuaire/cpts-montvermeil/historique'],
  'annuaire/[slug]/proposer': ['/annuaire/cls-pays-de-brest/proposer'],
  'annuaire/[slug]/signaler': ['/annuaire/clic-mirefleurs/signaler'],
  'annuaire/[slug]/ecrire': [
    '/annuaire/clic-mirefleurs/ecrire',
    '/annuaire/clic-mirefleurs/ecrire?envoye'
  ],
  'signalement/[kind]/[id]': [
    '/signalement/structure/clic-mirefleurs',
    '/signalement/event/matinee-des-coordinations-2024'
  ],
  'mon-espace/donnees': ['/mon-espace/donnees'],
  partage: ['/partage', '/partage?voir=tout', '/partage?territoire=pays-de-brest'],
  agenda: ['/agenda'],
  'mon-espace/nouvelles': ['/mon-espace/nouvelles'],
  'mon-espace/suivis': ['/mon-espace/suivis'],
  'territoires/[slug]/lettres': ['/territoires/trois-confluents/lettres'],
  'gestion/territoires/[slug]/lettre': ['/gestion/territoires/trois-confluents/lettre'],
  'mon-espace/binomes': ['/mon-espace/binomes'],
  'mon-espace/contacts': ['/mon-espace/contacts'],
  'gestion/territoires/[slug]/binomes': [
    '/gestion/territoires/trois-confluents/binomes',
    '/gestion/territoires/pays-de-brest/binomes'
  ],
  'gestion/territoires/[slug]/retenus': ['/gestion/territoires/trois-confluents/retenus'],
  'gestion/instance/conservation': ['/gestion/instance/conservation'],
  'gestion/instance/accessibilite': ['/gestion/instance/accessibilite'],
  'gestion/instance/organisme': ['/gestion/instance/organisme'],
  'gestion/instance/registre': ['/gestion/instance/registre'],
  'gestion/instance/journal': [
    '/gestion/instance/journal',
    '/gestion/instance/journal?acte=structure.&qui=zzzzzz'
  ],
  territoires: ['/territoires'],
  'territoires/[slug]': ['/territoires/trois-confluents', '/territoires/pays-de-brest'],
  'territoires/[slug]/couverture': [
    '/territoires/pays-de-brest/couverture',
    '/territoires/trois-confluents/couverture?besoin=soutien-aidants&commune=82112'
  ],
  donnees: ['/donnees'],
  aide: ['/aide'],
  'aide/accueillir-le-jour-meme': ['/aide/accueillir-le-jour-meme'],
  'aide/administrer': ['/aide/administrer'],
  accessibilite: ['/accessibilite'],
  'accessibilite/signaler': ['/accessibilite/signaler', '/accessibilite/signaler?merci'],
  confidentialite: ['/confidentialite'],
  'a-propos': ['/a-propos'],
  connexion: ['/connexion', '/connexion?suite=/mon-espace'],
  'connexion/lien': ['/connexion/lien'],
  deconnexion: ['/deconnexion'],
  'mon-espace': ['/mon-espace'],
  'mon-espace/connexions': ['/mon-espace/connexions'],
  'mon-espace/suggestions': ['/mon-espace/suggestions'],
  'mon-espace/profil': ['/mon-espace/profil'],
  gestion: ['/gestion'],
  'gestion/territoires/[slug]': ['/gestion/territoires/trois-confluents'],
  'gestion/territoires/[slug]/a-presenter': [
    '/gestion/territoires/trois-confluents/a-presenter',
    '/gestion/territoires/trois-confluents/a-presenter?voir=prevues',
    '/gestion/territoires/pays-de-brest/a-presenter'
  ],
  'gestion/territoires/[slug]/a-presenter/[paire]': [
    '/gestion/territoires/trois-confluents/a-presenter/46-50'
  ],
  'gestion/territoires/[slug]/fiches': [
    '/gestion/territoires/trois-confluents/fiches',
    '/gestion/territoires/trois-confluents/fiches?etat=personne&q=zzz'
  ],
  'gestion/territoires/[slug]/fiches/changer': [
    '/gestion/territoires/trois-confluents/fiches/changer',
    '/gestion/territoires/trois-confluents/fiches/changer?q=zzz'
  ],
  'gestion/territoires/[slug]/fiches/changer/choix': [
    '/gestion/territoires/trois-confluents/fiches/changer/choix?choix=toutes'
  ],
  'gestion/territoires/[slug]/fiches/demande': [
    '/gestion/territoires/trois-confluents/fiches/demande?etat=en-retard'
  ],
  'gestion/territoires/[slug]/fiches/[fiche]/confirmation': [
    '/gestion/territoires/trois-confluents/fiches/clic-mirefleurs/confirmation'
  ],
  'gestion/territoires/[slug]/suggestions': ['/gestion/territoires/trois-confluents/suggestions'],
  'gestion/portes-d-entree/[slug]': ['/gestion/portes-d-entree/trois-confluents'],
  'gestion/composants': ['/gestion/composants'],
  courriels: ['/courriels', '/courriels?pour=personne@exemple.test'],
  'gestion/instance/courriels': [
    '/gestion/instance/courriels',
    '/gestion/instance/courriels?etat=failed&pour=personne@exemple.test'
  ],
  'gestion/instance/sante': ['/gestion/instance/sante'],
  'gestion/instance/sauvegardes': ['/gestion/instance/sauvegardes'],
  'gestion/instance/taches': ['/gestion/instance/taches'],
  'gestion/instance/territoires': ['/gestion/instance/territoires'],
  'gestion/instance/territoires/nouveau': ['/gestion/instance/territoires/nouveau'],
  'gestion/instance/territoires/[slug]': ['/gestion/instance/territoires/pays-de-brest'],
  'gestion/instance/vocabulaires': [
    '/gestion/instance/vocabulaires',
    '/gestion/instance/vocabulaires?liste=sigles',
    '/gestion/instance/vocabulaires?liste=besoins&q=zzzzzz'
  ],
  'gestion/instance/vocabulaires/nouveau': ['/gestion/instance/vocabulaires/nouveau?liste=types'],
  'gestion/instance/vocabulaires/[liste]/[code]': [
    '/gestion/instance/vocabulaires/besoins/addictions'
  ],
  'gestion/instance/vocabulaires/[liste]/[code]/reunir': [
    '/gestion/instance/vocabulaires/types/MSP/reunir?avec=CDS'
  ],
  'rejoindre/[territoire]': ['/rejoindre/trois-confluents'],
  'rejoindre/confirmer/[jeton]': ['/rejoindre/confirmer/inconnu'],
  'invitation/[jeton]': ['/invitation/inconnu'],
  'bienvenue/[territoire]': ['/bienvenue/trois-confluents'],
  'territoires/[slug]/reseau': [
    '/territoires/trois-confluents/reseau',
    '/territoires/pays-de-brest/reseau'
  ],
  'gestion/territoires/[slug]/interconnaissance': [
    '/gestion/territoires/trois-confluents/interconnaissance',
    '/gestion/territoires/pays-de-brest/interconnaissance'
  ],
  'gestion/territoires/[slug]/interconnaissance/nouvelle': [
    '/gestion/territoires/trois-confluents/interconnaissance/nouvelle'
  ],
  'gestion/territoires/[slug]/interconnaissance/[numero]': [
    '/gestion/territoires/trois-confluents/interconnaissance/2'
  ],
  'gestion/territoires/[slug]/interconnaissance/[numero]/modifier': [
    '/gestion/territoires/trois-confluents/interconnaissance/2/modifier'
  ],
  'aide/composer-les-tables': ['/aide/composer-les-tables'],
  'aide/mener-une-vague': ['/aide/mener-une-vague'],
  'aide/partager': ['/aide/partager'],
  'partage/projets': [
    '/partage/projets',
    '/partage/projets?etape=ongoing&cherche=partners',
    '/partage/projets?q=zzzzzz'
  ],
  'partage/projets/nouveau': ['/partage/projets/nouveau'],
  'partage/projets/[slug]': ['/partage/projets/un-cafe-memoire-itinerant'],
  'partage/projets/[slug]/interet': [
    '/partage/projets/on-marche-le-mardi-un-groupe-par-maison-de-sante/interet'
  ],
  'partage/experiences': [
    '/partage/experiences',
    '/partage/experiences?forme=full&repris=oui',
    '/partage/experiences?q=zzzzzz'
  ],
  'partage/experiences/nouveau': ['/partage/experiences/nouveau'],
  'partage/experiences/[slug]': [
    '/partage/experiences/des-creneaux-reserves-chaque-jour-rendus-a-15-h-les-soins-non-programm'
  ],
  'partage/experiences/[slug]/reprendre': [
    '/partage/experiences/des-creneaux-reserves-chaque-jour-rendus-a-15-h-les-soins-non-programm/reprendre'
  ],
  'aide/code-de-conduite': ['/aide/code-de-conduite'],
  'partage/opportunites': [
    '/partage/opportunites',
    '/partage/opportunites?type=stage&q=interne',
    '/partage/opportunites?q=zzzzzz'
  ],
  'partage/opportunites/nouvelle': ['/partage/opportunites/nouvelle'],
  'partage/opportunites/[slug]': [
    '/partage/opportunites/stage-d-internes-de-medecine-generale-maison-de-sante-du-ruisseau-vert'
  ],
  'partage/opportunites/[slug]/ecrire': [
    '/partage/opportunites/remplacement-infirmier-trois-semaines-au-printemps/ecrire'
  ],
  'partage/signaler/[quoi]/[id]': ['/partage/signaler/contribution/1'],
  'territoires/[slug]/decouvrir': [
    '/territoires/trois-confluents/decouvrir',
    '/territoires/pays-de-brest/decouvrir'
  ],
  'gestion/territoires/[slug]/moderation': ['/gestion/territoires/trois-confluents/moderation'],
  'gestion/territoires/[slug]/sante-du-reseau': [
    '/gestion/territoires/trois-confluents/sante-du-reseau'
  ],
  'partage/questions': [
    '/partage/questions',
    '/partage/questions?etat=sans-reponse',
    '/partage/questions?q=zzzzzz'
  ],
  'partage/questions/nouvelle': ['/partage/questions/nouvelle'],
  'partage/questions/[slug]': [
    '/partage/questions/ou-reunir-trente-personnes-un-soir-sans-payer-de-salle'
  ],
  'aide/piloter-un-plan': ['/aide/piloter-un-plan'],
  'gestion/territoires/[slug]/interconnaissance/[numero]/resultats': [
    '/gestion/territoires/trois-confluents/interconnaissance/2/resultats',
    '/gestion/territoires/trois-confluents/interconnaissance/2/resultats?vue=graphe&structure=cpts-montvermeil',
    '/gestion/territoires/trois-confluents/interconnaissance/2/resultats?vue=matrice',
    '/gestion/territoires/trois-confluents/interconnaissance/2/resultats?vue=tableau&tri=degree&sens=desc'
  ],
  'territoires/[slug]/membres': [
    '/territoires/trois-confluents/membres',
    '/territoires/trois-confluents/membres?q=zzzzzz'
  ],
  'annuaire/[slug]/reprendre': ['/annuaire/ccas-montvermeil/reprendre'],
  'mon-espace/territoires': ['/mon-espace/territoires'],
  'gestion/territoires/[slug]/membres': [
    '/gestion/territoires/trois-confluents/membres',
    '/gestion/territoires/trois-confluents/membres?q=zzzzzz'
  ],
  'gestion/territoires/[slug]/invitations': ['/gestion/territoires/trois-confluents/invitations'],
  'gestion/instance/fiches': ['/gestion/instance/fiches', '/gestion/instance/fiches?q=zzz'],
  'gestion/instance/fiches/choix': ['/gestion/instance/fiches/choix?choix=toutes'],
  'gestion/instance/personnes': [
    '/gestion/instance/personnes',
    '/gestion/instance/personnes?q=zzzzzz'
  ],
  rencontres: ['/rencontres', '/rencontres?passees', '/rencontres?territoire=zzz&type=webinar'],
  'rencontres/[slug]': ['/rencontres/matinee-des-coordinations-2024'],
  'gestion/plans/[slug]/tableur': ['/gestion/plans/cls-des-trois-confluents/tableur'],
  'partage/documents': [
    '/partage/documents',
    '/partage/documents?revoir=oui',
    '/partage/documents?q=zzzzzz'
  ],
  'partage/documents/nouveau': ['/partage/documents/nouveau'],
  'partage/documents/[slug]': [
    '/partage/documents/affiche-du-cafe-memoire-en-gros-caracteres',
    '/partage/documents/les-quatre-questions-de-l-appel-a-j-2'
  ],
  'partage/documents/[slug]/modifier': [
    '/partage/documents/convention-cpts-et-hopital-deux-pages/modifier'
  ],
  'partage/documents/[slug]/fichier': [
    '/partage/documents/convention-cpts-et-hopital-deux-pages/fichier'
  ],
  'partage/documents/[slug]/historique': [
    '/partage/documents/convention-cpts-et-hopital-deux-pages/historique'
  ],
  'partage/experiences/[slug]/modifier': [
    '/partage/experiences/des-creneaux-reserves-chaque-jour-rendus-a-15-h-les-soins-non-programm/modifier'
  ],
  'partage/experiences/[slug]/historique': [
    '/partage/experiences/des-creneaux-reserves-chaque-jour-rendus-a-15-h-les-soins-non-programm/historique'
  ],
  'partage/experiences/[slug]/personnes': [
    '/partage/experiences/des-creneaux-reserves-chaque-jour-rendus-a-15-h-les-soins-non-programm/personnes'
  ],
  'partage/experiences/[slug]/relecture': [
    '/partage/experiences/des-creneaux-reserves-chaque-jour-rendus-a-15-h-les-soins-non-programm/relecture'
  ],
  'partage/opportunites/[slug]/modifier': [
    '/partage/opportunites/remplacement-infirmier-trois-semaines-au-printemps/modifier'
  ],
  'partage/opportunites/[slug]/historique': [
    '/partage/opportunites/remplacement-infirmier-trois-semaines-au-printemps/historique'
  ],
  plans: ['/plans', '/plans?territoire=trois-confluents'],
  'plans/[slug]': [
    '/plans/cls-des-trois-confluents',
    '/plans/cls-des-trois-confluents?statut=ongoing&priorite=high',
    '/plans/cls-des-trois-confluents?pilote=zzzzzz',
    '/plans/plan-du-loir-et-cher'
  ],
  'plans/[slug]/calendrier': [
    '/plans/cls-des-trois-confluents/calendrier',
    '/plans/plan-du-loir-et-cher/calendrier'
  ],
  'plans/[slug]/charge': ['/plans/cls-des-trois-confluents/charge'],
  'plans/[slug]/pilotes': [
    '/plans/cls-des-trois-confluents/pilotes',
    '/plans/cls-des-trois-confluents/pilotes?pilote=cpts-montvermeil',
    '/plans/cls-des-trois-confluents/pilotes?pilote=zzzzzz'
  ],
  'plans/[slug]/synthese': [
    '/plans/cls-des-trois-confluents/synthese',
    '/plans/plan-du-loir-et-cher/synthese'
  ],
  'plans/[slug]/fiches/[code]': [
    '/plans/cls-des-trois-confluents/fiches/1',
    '/plans/plan-du-loir-et-cher/fiches/28'
  ],
  'plans/[slug]/indicateurs': [
    '/plans/cls-des-trois-confluents/indicateurs',
    '/plans/plan-du-loir-et-cher/indicateurs'
  ],
  'plans/[slug]/indicateurs/nouveau': [
    '/plans/cls-des-trois-confluents/indicateurs/nouveau?fiche=1',
    '/plans/cls-des-trois-confluents/indicateurs/nouveau?fiche=1&main=oui'
  ],
  'plans/[slug]/indicateurs/[numero]': [
    '/plans/cls-des-trois-confluents/indicateurs/1',
    '/plans/cls-des-trois-confluents/indicateurs/4'
  ],
  'plans/[slug]/indicateurs/[numero]/modifier': [
    '/plans/cls-des-trois-confluents/indicateurs/1/modifier'
  ],
  'plans/[slug]/indicateurs/[numero]/valeurs/[annee]': [
    '/plans/cls-des-trois-confluents/indicateurs/5/valeurs/2026'
  ],
  'plans/[slug]/fiches/[code]/indicateurs': [
    '/plans/cls-des-trois-confluents/fiches/1/indicateurs',
    '/plans/plan-du-loir-et-cher/fiches/28/indicateurs'
  ],
  'plans/[slug]/comites': [
    '/plans/cls-des-trois-confluents/comites',
    '/plans/plan-du-loir-et-cher/comites'
  ],
  'plans/[slug]/comites/[id]': ['/plans/cls-des-trois-confluents/comites/1'],
  'plans/[slug]/comites/[id]/depuis': ['/plans/cls-des-trois-confluents/comites/1/depuis'],
  'plans/[slug]/comites/[id]/fiches/[code]': ['/plans/cls-des-trois-confluents/comites/1/fiches/1'],
  'plans/[slug]/fiches/[code]/financement': [
    '/plans/cls-des-trois-confluents/fiches/1/financement',
    '/plans/plan-du-loir-et-cher/fiches/28/financement'
  ],
  'gestion/plans/[slug]/comites': [
    '/gestion/plans/cls-des-trois-confluents/comites',
    '/gestion/plans/cls-des-trois-confluents/comites?retirer=1'
  ],
  'gestion/plans/[slug]/annees': [
    '/gestion/plans/cls-des-trois-confluents/annees',
    '/gestion/plans/plan-du-loir-et-cher/annees'
  ],
  'plans/[slug]/fiches/[code]/etapes': [
    '/plans/cls-des-trois-confluents/fiches/1/etapes',
    '/plans/plan-du-loir-et-cher/fiches/28/etapes'
  ],
  'plans/[slug]/fiches/[code]/modifier': [
    '/plans/cls-des-trois-confluents/fiches/1/modifier',
    '/plans/plan-du-loir-et-cher/fiches/28/modifier'
  ],
  'plans/[slug]/fiches/[code]/acteurs': [
    '/plans/cls-des-trois-confluents/fiches/1/acteurs',
    '/plans/plan-du-loir-et-cher/fiches/28/acteurs'
  ],
  'plans/[slug]/fiches/[code]/historique': [
    '/plans/cls-des-trois-confluents/fiches/1/historique',
    '/plans/cls-des-trois-confluents/fiches/1/historique?de=2&a=3'
  ],
  'plans/[slug]/fiches/[code]/discussion': [
    '/plans/cls-des-trois-confluents/fiches/1/discussion',
    '/plans/cls-des-trois-confluents/fiches/1/discussion?proposer=stakes'
  ],
  'mon-espace/plans': ['/mon-espace/plans'],
  'gestion/plans': ['/gestion/plans'],
  'gestion/plans/nouveau': ['/gestion/plans/nouveau'],
  'gestion/plans/[slug]': [
    '/gestion/plans/cls-des-trois-confluents',
    '/gestion/plans/cls-des-trois-confluents?fait=placee&quoi=fiche&numero=1&etait=..&sous=1'
  ],
  'gestion/plans/[slug]/axes/[id]': [
    '/gestion/plans/cls-des-trois-confluents/axes/nouveau',
    '/gestion/plans/cls-des-trois-confluents/axes/1'
  ],
  'gestion/plans/[slug]/objectifs/[id]': [
    '/gestion/plans/cls-des-trois-confluents/objectifs/nouveau?axe=1',
    '/gestion/plans/cls-des-trois-confluents/objectifs/1'
  ],
  'gestion/plans/[slug]/fiches/nouvelle': [
    '/gestion/plans/cls-des-trois-confluents/fiches/nouvelle?objectif=1'
  ],
  'gestion/plans/[slug]/fiches/[code]': ['/gestion/plans/cls-des-trois-confluents/fiches/1'],
  'gestion/plans/[slug]/numeros': [
    '/gestion/plans/cls-des-trois-confluents/numeros?proposer=suite'
  ],
  'gestion/plans/[slug]/reglages': ['/gestion/plans/cls-des-trois-confluents/reglages'],
  'gestion/plans/[slug]/import': ['/gestion/plans/cls-des-trois-confluents/import'],
  'gestion/plans/[slug]/rubriques': ['/gestion/plans/cls-des-trois-confluents/rubriques'],
  'gestion/rencontres': ['/gestion/rencontres'],
  'gestion/rencontres/nouvelle': [
    '/gestion/rencontres/nouvelle',
    '/gestion/rencontres/nouvelle?depuis=rencontre-des-coordinations'
  ],
  'gestion/rencontres/series/[slug]': ['/gestion/rencontres/series/journee-departementale'],
  'gestion/rencontres/[slug]': [
    '/gestion/rencontres/rencontre-des-coordinations',
    '/gestion/rencontres/matinee-des-coordinations-2024'
  ],
  'gestion/rencontres/[slug]/reglages': [
    '/gestion/rencontres/rencontre-des-coordinations/reglages'
  ],
  'gestion/rencontres/[slug]/places': ['/gestion/rencontres/rencontre-des-coordinations/places'],
  'gestion/rencontres/[slug]/places/categories': [
    '/gestion/rencontres/rencontre-des-coordinations/places/categories'
  ],
  'gestion/rencontres/[slug]/places/questions': [
    '/gestion/rencontres/rencontre-des-coordinations/places/questions'
  ],
  'gestion/rencontres/[slug]/equipe': ['/gestion/rencontres/rencontre-des-coordinations/equipe'],
  'rencontres/[slug]/ecran': ['/rencontres/matinee-des-coordinations-2024/ecran'],
  'gestion/rencontres/[slug]/salle': [
    '/gestion/rencontres/rencontre-des-coordinations/salle',
    '/gestion/rencontres/journee-departementale-2027/salle'
  ],
  'gestion/rencontres/[slug]/perimetres': [
    '/gestion/rencontres/rencontre-des-coordinations/perimetres'
  ],
  'rencontres/[slug]/acces': ['/rencontres/matinee-des-coordinations-2024/acces'],
  'gestion/rencontres/[slug]/invitations': [
    '/gestion/rencontres/rencontre-des-coordinations/invitations',
    '/gestion/rencontres/rencontre-des-coordinations/invitations?source=structures'
  ],
  'gestion/rencontres/[slug]/inscriptions': [
    '/gestion/rencontres/rencontre-des-coordinations/inscriptions'
  ],
  'gestion/rencontres/[slug]/inscriptions/ajouter': [
    '/gestion/rencontres/rencontre-des-coordinations/inscriptions/ajouter'
  ],
  'gestion/rencontres/[slug]/inscriptions/doublons': [
    '/gestion/rencontres/rencontre-des-coordinations/inscriptions/doublons'
  ],
  'gestion/rencontres/[slug]/inscriptions/messages': [
    '/gestion/rencontres/rencontre-des-coordinations/inscriptions/messages'
  ],
  'gestion/rencontres/[slug]/inscriptions/annulation': [
    '/gestion/rencontres/rencontre-des-coordinations/inscriptions/annulation'
  ],
  'gestion/rencontres/[slug]/partenaires': [
    '/gestion/rencontres/matinee-des-coordinations-2024/partenaires',
    '/gestion/rencontres/rencontre-des-coordinations/partenaires'
  ],
  'gestion/rencontres/[slug]/partenaires/budget': [
    '/gestion/rencontres/rencontre-des-coordinations/partenaires/budget'
  ],
  'gestion/rencontres/[slug]/relais': ['/gestion/rencontres/rencontre-des-coordinations/relais'],
  'ma-place/[jeton]/covoiturage': ['/ma-place/inconnu/covoiturage'],
  'entretiens/[jeton]': ['/entretiens/inconnu', '/entretiens/inconnu?fini'],
  'ma-place/[jeton]/entretiens': ['/ma-place/inconnu/entretiens'],
  'gestion/rencontres/[slug]/compte-rendu': [
    '/gestion/rencontres/rencontre-des-coordinations/compte-rendu',
    '/gestion/rencontres/journee-departementale-2026/compte-rendu'
  ],
  'rencontres/[slug]/compte-rendu': ['/rencontres/journee-departementale-2026/compte-rendu'],
  'gestion/rencontres/[slug]/bilan': [
    '/gestion/rencontres/rencontre-des-coordinations/bilan',
    '/gestion/rencontres/journee-departementale-2026/bilan'
  ],
  'gestion/rencontres/[slug]/entretiens': [
    '/gestion/rencontres/rencontre-des-coordinations/entretiens'
  ],
  'ma-place/[jeton]/covoiturage/[trajet]': ['/ma-place/inconnu/covoiturage/1'],
  'rencontres/[slug]/inscription': [
    '/rencontres/matinee-des-coordinations-2024/inscription',
    '/rencontres/matinee-des-coordinations-2024/inscription?envoye'
  ],
  'rencontres/[slug]/inscription/groupe': [
    '/rencontres/matinee-des-coordinations-2024/inscription/groupe'
  ],
  'gestion/rencontres/[slug]/accueil': [
    '/gestion/rencontres/journee-departementale-2027/accueil',
    '/gestion/rencontres/rencontre-des-coordinations/accueil',
    '/gestion/rencontres/journee-departementale-2026/accueil?q=zzzz'
  ],
  attestation: ['/attestation', '/attestation?code=zzz'],
  'attestation/[code]': ['/attestation/0000-0000-0000'],
  'gestion/rencontres/[slug]/tables': ['/gestion/rencontres/journee-departementale-2027/tables'],
  'gestion/rencontres/[slug]/tables/reglages': [
    '/gestion/rencontres/journee-departementale-2027/tables/reglages'
  ],
  'gestion/rencontres/[slug]/tables/regles': [
    '/gestion/rencontres/journee-departementale-2027/tables/regles'
  ],
  'gestion/rencontres/[slug]/tables/deplacer': [
    '/gestion/rencontres/journee-departementale-2027/tables/deplacer'
  ],
  'gestion/rencontres/[slug]/documents': [
    '/gestion/rencontres/journee-departementale-2026/documents'
  ],
  'gestion/rencontres/[slug]/documents/badges': [
    '/gestion/rencontres/journee-departementale-2026/documents/badges',
    '/gestion/rencontres/rencontre-des-coordinations/documents/badges'
  ],
  'gestion/rencontres/[slug]/documents/emargement': [
    '/gestion/rencontres/journee-departementale-2026/documents/emargement'
  ],
  'gestion/rencontres/[slug]/documents/attestations': [
    '/gestion/rencontres/journee-departementale-2026/documents/attestations',
    '/gestion/rencontres/rencontre-des-coordinations/documents/attestations'
  ],
  'gestion/rencontres/[slug]/tables/jour': [
    '/gestion/rencontres/rencontre-des-coordinations/tables/jour',
    '/gestion/rencontres/journee-departementale-2027/tables/jour'
  ],
  'gestion/rencontres/[slug]/documents/tables': [
    '/gestion/rencontres/rencontre-des-coordinations/documents/tables',
    '/gestion/rencontres/rencontre-des-coordinations/documents/tables?genre=fiches'
  ],
  'gestion/rencontres/[slug]/documents/chevalets': [
    '/gestion/rencontres/journee-departementale-2026/documents/chevalets',
    '/gestion/rencontres/journee-departementale-2026/documents/chevalets?genre=salles'
  ],
  'ma-place/[jeton]': ['/ma-place/inconnu'],
  'ma-place/[jeton]/annuler': ['/ma-place/inconnu/annuler'],
  'ma-place/[jeton]/modifier': ['/ma-place/inconnu/modifier'],
  'gestion/rencontres/[slug]/programme': [
    '/gestion/rencontres/rencontre-des-coordinations/programme',
    '/gestion/rencontres/matinee-des-coordinations-2024/programme'
  ],
  'gestion/rencontres/[slug]/programme/nouvelle': [
    '/gestion/rencontres/rencontre-des-coordinations/programme/nouvelle'
  ],
  'gestion/rencontres/[slug]/programme/salles': [
    '/gestion/rencontres/matinee-des-coordinations-2024/programme/salles'
  ],
  'gestion/rencontres/[slug]/programme/intervenants': [
    '/gestion/rencontres/matinee-des-coordinations-2024/programme/intervenants'
  ],
  'gestion/rencontres/[slug]/questionnaires': [
    '/gestion/rencontres/rencontre-des-coordinations/questionnaires'
  ],
  'gestion/rencontres/[slug]/questionnaires/modele': [
    '/gestion/rencontres/rencontre-des-coordinations/questionnaires/modele'
  ],
  'rencontres/[slug]/questionnaire': ['/rencontres/matinee-des-coordinations-2024/questionnaire'],
  'gestion/rencontres/[slug]/sondage': ['/gestion/rencontres/rencontre-des-coordinations/sondage'],
  'gestion/rencontres/[slug]/sondage/creneaux': [
    '/gestion/rencontres/rencontre-des-coordinations/sondage/creneaux',
    '/gestion/rencontres/rencontre-des-coordinations/sondage/creneaux?phrase=les+jeudis+matin+de+mai',
    '/gestion/rencontres/rencontre-des-coordinations/sondage/creneaux?phrase=zzz'
  ],
  'gestion/rencontres/[slug]/sondage/invites': [
    '/gestion/rencontres/rencontre-des-coordinations/sondage/invites'
  ],
  'gestion/import': ['/gestion/import']
};

/** Pages that only exist after a gesture: their own specs go through them. */
const ELSEWHERE = [
  'gestion/territoires/[slug]/lettre/[mois]',
  'territoires/[slug]/lettres/[mois]',
  'gestion/rencontres/[slug]/inscriptions/[id]',
  'invitation-rencontre/[jeton]',
  'gestion/rencontres/[slug]/programme/[seance]',
  'rencontres/[slug]/participants',
  'ecrire/[personne]',
  'ecrire/abus/[jeton]',
  'gestion/rencontres/[slug]/partenaires/[id]',
  'gestion/rencontres/[slug]/relais/[id]',
  'gestion/territoires/[slug]/membres/[id]',
  'gestion/instance/personnes/[id]',
  'gestion/instance/fiches/[id]',
  'gestion/territoires/[slug]/fiches/changer/[id]',

  'courriels/[id]',
  'desabonnement/[jeton]',
  'gestion/import/[id]',
  'gestion/plans/[slug]/import/[id]',
  'gestion/plans/[slug]/import/[id]/[part]',
  'gestion/instance/courriels/[id]',
  'atelier/[jeton]',
  'atelier/[jeton]/ecran',
  'atelier/[jeton]/[structure]',
  'atelier/[jeton]/[structure]/perimetre',
  'prolonger/[jeton]',
  'interet/[jeton]',
  'reprise/[jeton]',
  'repondre/[jeton]',
  'sondage/[jeton]',
  'questionnaire/[jeton]',
  'binome/[jeton]',
  'interconnaissance/[jeton]',
  'gestion/territoires/[slug]/interconnaissance/[numero]/lien/[structure]',
  'gestion/rencontres/[slug]/questionnaires/[id]',
  'gestion/rencontres/[slug]/questionnaires/[id]/reglages',
  'gestion/rencontres/[slug]/questionnaires/[id]/questions/[question]',
  'gestion/rencontres/[slug]/questionnaires/[id]/apercu',
  'gestion/rencontres/[slug]/questionnaires/[id]/resultats',
  'fiche-a-jour/[jeton]',
  'fiche-a-jour/[jeton]/changement',
  'fiche-a-jour/[jeton]/fermeture',
  // Written by somebody whose place nobody lends: own-pages.spec.ts writes them first.
  'partage/projets/[slug]/historique',
  'partage/projets/[slug]/modifier',
  'partage/projets/[slug]/besoins',
  'partage/projets/[slug]/interesses',
  'partage/questions/[slug]/modifier',
  'partage/questions/[slug]/historique'
];

/** What pilots and members do of the sheets of a plan. */
const WRITTEN_OF_PLANS =
  /^\/plans\/.*\/(modifier|acteurs|etapes|financement|discussion|historique|nouveau|valeurs)\b/;

/** Who looks at a page that is not for all. */
function whoReads(address: string): string | null {
  if (/^\/annuaire\/.*\/(modifier|historique)/.test(address)) return PERSON.referent;
  // A document and an experience are changed by who answers for the structure that made them.
  if (
    /^\/partage\/(documents|experiences)\/.*\/(modifier|fichier|historique|personnes|relecture)/.test(
      address
    )
  )
    return PERSON.referent;
  // Lists are looked at as visitors see them; what is shared, and how it is written, as members do.
  if (/^\/partage\/[a-z]+\//.test(address)) return PERSON.member;
  if (address.startsWith('/gestion') || WRITTEN_OF_PLANS.test(address)) return PERSON.administrator;
  return /^\/(mon-espace|bienvenue|territoires\/[^/]+\/membres|annuaire\/[^/]+\/reprendre)/.test(
    address
  )
    ? PERSON.referent
    : null;
}

interface Pass {
  readonly colorScheme: 'light' | 'dark';
  /** Addresses examined whole; of the others, the contrast and the width. */
  readonly whole: readonly string[];
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Both themes and both widths, in two passes rather than four, since axe is slow. What a page is made of does not
 * change with its colours: of the second pass, only the pages that show every kind of menu are examined whole.
 */
const PASSES: readonly Pass[] = [
  { colorScheme: 'light', whole: Object.values(ADDRESSES).flat(), ...SCREENS[0]! },
  {
    colorScheme: 'dark',
    whole: ['/', '/annuaire', '/mon-espace', '/gestion/territoires/trois-confluents'],
    ...SCREENS[1]!
  }
];

for (const { colorScheme, whole, name, width, height } of PASSES) {
  test.describe(`${colorScheme}, ${name}`, () => {
    test.use({ colorScheme, viewport: { width, height } });
    for (const address of Object.values(ADDRESSES).flat()) {
      test(`${address} has no accessibility violation and no sideways scroll`, async ({
        page,
        baseURL
      }) => {
        test.slow();
        const refusals: string[] = [];
        page.on('console', (message) => {
          if (message.text().includes('Content Security Policy')) refusals.push(message.text());
        });
        const reader = whoReads(address);
        if (reader) await enterAs(page, reader, baseURL!);
        const response = await page.goto(address);
        expect(response?.status()).toBe(200);
        await expect(page.locator('h1')).toHaveCount(1);
        if (whole.includes(address)) await expectAccessible(page);
        else {
          await expectContrast(page);
          await expectNoSidewaysScroll(page);
        }
        expect(refusals).toEqual([]);
      });
    }
  });
}

test('every page of the routes is looked at', () => {
  const root = new URL('../../src/routes/', import.meta.url);
  const pages = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(^|\/)\+page\.svelte$/.test(file))
    .map((file) => file.replace(/\/?\+page\.svelte$/, ''));
  expect(pages.filter((page) => !(page in ADDRESSES) && !ELSEWHERE.includes(page))).toEqual([]);
});
