/** Questionnaires ready to be sent, in the words of the sector. Nothing personal is asked. */
import type { Audience, Measure, QuestionKind, SurveyKind } from './model.ts';

export interface TemplateQuestion {
  readonly kind: QuestionKind;
  readonly label: string;
  readonly hint?: string;
  readonly options?: readonly string[];
  readonly scaleMax?: number;
  readonly lowLabel?: string;
  readonly highLabel?: string;
  readonly required?: boolean;
  readonly measure?: Measure;
  /** The place in the list of the question it depends on, from 0, and its answers. */
  readonly dependsOn?: { readonly at: number; readonly values: readonly string[] };
}

export interface Template {
  readonly key: string;
  readonly kind: SurveyKind;
  readonly name: string;
  readonly purpose: string;
  readonly title: string;
  readonly intro: string;
  readonly thanks: string;
  readonly audience: Audience;
  readonly questions: readonly TemplateQuestion[];
}

const SHORT = 'Trois minutes suffisent.';

export const TEMPLATES: readonly Template[] = [
  {
    key: 'satisfaction',
    kind: 'satisfaction',
    name: 'Satisfaction de la Journée',
    purpose:
      'Après : l’expérience de la journée, ce qu’elle a apporté, ce qu’il faut garder et changer.',
    title: 'Votre avis sur la journée',
    intro: `Merci d’être venu·e. Dites-nous ce que cette journée vous a apporté, et ce qui vous aurait été plus utile. ${SHORT}`,
    thanks: 'Vos réponses serviront à préparer la prochaine édition. Une synthèse sera partagée.',
    audience: 'present',
    questions: [
      {
        kind: 'scale',
        label: 'Dans l’ensemble, êtes-vous satisfait·e de cette journée ?',
        lowLabel: 'Pas du tout',
        highLabel: 'Tout à fait',
        required: true,
        measure: 'satisfaction'
      },
      {
        kind: 'scale',
        label: 'Ce que vous avez entendu vous servira-t-il dans votre pratique ?',
        lowLabel: 'Pas du tout',
        highLabel: 'Dès demain',
        required: true,
        measure: 'usefulness'
      },
      {
        kind: 'scale',
        label: 'Avez-vous noué des contacts que vous solliciterez ?',
        hint: 'Des personnes que vous pourrez appeler pour un accompagnement.',
        lowLabel: 'Aucun',
        highLabel: 'Plusieurs',
        measure: 'contacts'
      },
      {
        kind: 'many',
        label: 'Avec qui avez-vous échangé pour la première fois ?',
        options: [
          'Des professionnels du soin de ville',
          'L’hôpital',
          'Le médico-social',
          'Le social et les services à domicile',
          'Les dispositifs de coordination (DAC, CPTS, CLIC…)',
          'Les institutions (ARS, Département, Assurance maladie…)',
          'Personne de nouveau'
        ]
      },
      {
        kind: 'scale',
        label: 'L’organisation : accueil, lieu, horaires, repas',
        lowLabel: 'À revoir',
        highLabel: 'Très bien'
      },
      {
        kind: 'text',
        label: 'Qu’est-ce qui n’a pas convenu dans l’organisation ?',
        dependsOn: { at: 4, values: ['1', '2'] }
      },
      {
        kind: 'one',
        label: 'La part des échanges entre participants était',
        options: ['Trop courte', 'Juste ce qu’il faut', 'Trop longue']
      },
      {
        kind: 'nps',
        label: 'Conseilleriez-vous cette journée à une ou un collègue ?',
        lowLabel: 'Certainement pas',
        highLabel: 'Sans hésiter',
        required: true,
        measure: 'recommendation'
      },
      { kind: 'text', label: 'Ce qu’il faut garder' },
      { kind: 'text', label: 'Ce qu’il faut changer' },
      {
        kind: 'rank',
        label: 'Pour la prochaine fois, quels formats préférez-vous ?',
        hint: '1 : celui que vous préférez.',
        options: [
          'Conférences',
          'Ateliers de cas fictifs',
          'Rencontres en petits groupes',
          'Stands des structures'
        ]
      },
      { kind: 'text', label: 'Les thèmes à aborder la prochaine fois' }
    ]
  },
  {
    key: 'expectations',
    kind: 'expectations',
    name: 'Attentes d’une rencontre',
    purpose: 'Avant : ce que chacun espère, qui il souhaite rencontrer, ce qu’il peut apporter.',
    title: 'Vos attentes avant la rencontre',
    intro: `Pour que cette rencontre vous serve, dites-nous ce que vous en attendez. ${SHORT}`,
    thanks: 'Vos attentes aideront à préparer les échanges. À bientôt !',
    audience: 'registered',
    questions: [
      { kind: 'text', label: 'Qu’espérez-vous de cette rencontre ?', required: true },
      {
        kind: 'many',
        label: 'Qui souhaitez-vous rencontrer ?',
        options: [
          'Médecins et infirmiers libéraux',
          'Équipes hospitalières',
          'Services à domicile (SAD, SSIAD)',
          'Établissements médico-sociaux',
          'Travailleurs sociaux',
          'Dispositifs de coordination (DAC, CPTS, CLIC…)',
          'Associations d’usagers et d’aidants'
        ]
      },
      {
        kind: 'one',
        label: 'Sollicitez-vous déjà les structures qui seront présentes ?',
        options: ['Oui, régulièrement', 'De temps en temps', 'Non, ou très rarement']
      },
      {
        kind: 'text',
        label: 'Qu’est-ce qui vous en empêche aujourd’hui ?',
        dependsOn: { at: 2, values: ['De temps en temps', 'Non, ou très rarement'] }
      },
      { kind: 'text', label: 'Une question à laquelle vous voudriez une réponse ce jour-là' },
      {
        kind: 'many',
        label: 'Que pourriez-vous apporter ?',
        options: [
          'Présenter ma structure en deux minutes',
          'Raconter une coopération qui marche',
          'Un outil ou un document à partager',
          'Animer une table',
          'Rien cette fois, je viens écouter'
        ]
      }
    ]
  }
];

/** @returns the template of a key, or null. */
export function findTemplate(key: string): Template | null {
  return TEMPLATES.find((one) => one.key === key) ?? null;
}
