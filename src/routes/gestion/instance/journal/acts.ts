/** What is acted upon: the first part of an action. */
const NOUNS: Readonly<Record<string, string>> = {
  structure: 'Fiche',
  person: 'Compte',
  people: 'Comptes',
  membership: 'Réseau',
  invitation: 'Invitation',
  affiliation: 'Référent·e',
  contact: 'Contact',
  confirmation: 'Confirmation',
  suggestion: 'Proposition',
  content: 'Texte retenu',
  relay: 'Message relayé',
  territory: 'Territoire',
  vocabulary: 'Vocabulaire',
  mail: 'Courriel',
  job: 'Tâche',
  backup: 'Sauvegarde',
  retention: 'Conservation',
  controller: 'Organisme',
  barrier: 'Défaut d’accessibilité',
  audit: 'Journal'
};

const VERBS: Readonly<Record<string, string>> = {
  create: 'création',
  update: 'modification',
  confirm: 'confirmation',
  export: 'export',
  erase: 'effacement',
  suspend: 'suspension',
  reactivate: 'réactivation',
  withhold: 'masquage',
  restore: 'remise en ligne',
  remove: 'retrait',
  report: 'signalement',
  visibility: 'visibilité',
  ask: 'demande',
  approve: 'accord',
  refuse: 'refus',
  accept: 'acceptation',
  send: 'envoi',
  resend: 'nouvel envoi',
  withdraw: 'annulation',
  cancel: 'annulation',
  end: 'fin',
  leave: 'départ',
  claim: 'prise en charge',
  role: 'changement de rôle',
  retry: 'nouvel essai',
  merge: 'fusion',
  close: 'clôture',
  reopen: 'réouverture',
  delete: 'suppression',
  'change-address': 'changement d’adresse',
  'make-administrator': 'nomination à l’administration',
  'unmake-administrator': 'retrait de l’administration'
};

/** To choose from: everything done to a kind of thing. */
export const ACTS = Object.entries(NOUNS).map(([value, label]) => ({
  value: `${value}.`,
  label
}));

/** « structure.update » → « Fiche : modification ». An action without words shows as it is written. */
export function actName(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  const thing = NOUNS[noun];
  return thing ? `${thing}\u00a0: ${VERBS[verb] ?? verb}` : action;
}
