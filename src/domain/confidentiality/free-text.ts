/**
 * Every text that people write freely and others read, by form: each is read again before it is kept. A test fails
 * when a form has a long field that is neither here nor among those that hold no prose.
 */
export const FREE_TEXT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  structureInput: [
    'summary',
    'description',
    'limits',
    'handsOverTo',
    'toPrepare',
    'note',
    'perimeter.note',
    'services.description',
    'services.conditions',
    'services.limits',
    'services.toPrepare',
    'services.feesDetail',
    'services.delay',
    'services.perimeter.note'
  ],
  territoryInput: ['description', 'frontDoorReason'],
  relayInput: ['subject', 'message'],
  errorInput: ['text'],
  newStructureInput: ['text'],
  changeInput: ['summary', 'description', 'limits', 'toPrepare', 'handsOverTo', 'text'],
  refusalInput: ['more'],
  joinRequestInput: ['motive'],
  newcomerInput: ['motive'],
  wordsInput: [''],
  deskInput: ['message'],
  categoryInput: ['label', 'note'],
  questionInput: ['label', 'hint', 'options'],
  registrationInput: ['answers.value', 'meal', 'access'],
  registrationChangeInput: ['answers.value', 'meal', 'access'],
  colleagueInput: ['answers.value', 'meal', 'access'],
  groupInput: ['name'],
  eventInput: [
    'description',
    'access.walk',
    'access.bus',
    'access.car',
    'access.reducedMobility',
    'lodging'
  ],
  seriesInput: ['description'],
  sessionInput: ['description', 'materials'],
  sessionTextInput: ['description', 'materials'],
  taskInput: ['detail'],
  cancelInput: ['reason'],
  partnerInput: ['means'],
  partnerWordsInput: ['means'],
  eventRelayInput: ['message'],
  carpoolMessageInput: ['message'],
  interviewHostInput: ['description'],
  namedHostInput: ['description'],
  messageInput: ['body'],
  declineInput: ['comment'],
  invitationInput: ['message'],
  pollInput: ['message'],
  pollAnswerInput: ['comment'],
  surveyInput: ['intro', 'thanks'],
  surveyWordsInput: ['text'],
  minutesSummaryInput: ['summary'],
  minutesItemInput: ['body'],
  followUpInput: ['what'],
  outcomeInput: ['outcome']
};

/** Long fields that hold no prose about people, and why. */
export const NO_PROSE: Readonly<Record<string, string>> = {
  'structureInput.openingHours': 'horaires en notation OSM, lus par une grammaire',
  'structureInput.services.openingHours': 'horaires en notation OSM, lus par une grammaire',
  'structureInput.website': 'adresse',
  'structureInput.services.link': 'adresse',
  'errorInput.source': 'adresse ou origine, relue avec le texte',
  'newStructureInput.source': 'adresse ou origine, relue avec le texte',
  'newStructureInput.website': 'adresse',
  'changeInput.website': 'adresse',
  'moderationInput.text': 'mots déjà écrits, nommés pour ne plus être montrés'
};
