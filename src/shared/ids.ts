declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** INSEE code of a commune: « 29260 », « 2A004 ». */
export type CommuneCode = Branded<string, 'CommuneCode'>;
export type TerritoryId = Branded<number, 'TerritoryId'>;
export type PerimeterId = Branded<number, 'PerimeterId'>;
export type StructureId = Branded<number, 'StructureId'>;
export type ServiceId = Branded<number, 'ServiceId'>;
export type ImportBatchId = Branded<string, 'ImportBatchId'>;
/** UUID of someone with an account. */
export type PersonId = Branded<string, 'PersonId'>;
export type MembershipId = Branded<number, 'MembershipId'>;
export type InvitationId = Branded<number, 'InvitationId'>;
export type SuggestionId = Branded<number, 'SuggestionId'>;
export type MailId = Branded<number, 'MailId'>;
export type BulkChangeId = Branded<string, 'BulkChangeId'>;
export type SeriesId = Branded<number, 'SeriesId'>;
/** One edition of a rencontre or a journée. */
export type EventId = Branded<number, 'EventId'>;
export type RoomId = Branded<number, 'RoomId'>;
export type ProgrammeSessionId = Branded<number, 'ProgrammeSessionId'>;
export type SpeakerId = Branded<number, 'SpeakerId'>;
export type PartnerId = Branded<number, 'PartnerId'>;
export type PollSlotId = Branded<number, 'PollSlotId'>;
export type PollGuestId = Branded<number, 'PollGuestId'>;
export type CategoryId = Branded<number, 'CategoryId'>;
export type QuestionId = Branded<number, 'QuestionId'>;
export type RegistrationId = Branded<number, 'RegistrationId'>;
export type EventInvitationId = Branded<number, 'EventInvitationId'>;
export type CheckinLinkId = Branded<number, 'CheckinLinkId'>;
export type SurveyId = Branded<number, 'SurveyId'>;
export type SurveyQuestionId = Branded<number, 'SurveyQuestionId'>;
export type MinutesItemId = Branded<number, 'MinutesItemId'>;
export type FollowUpId = Branded<number, 'FollowUpId'>;
export type WorkshopStructureId = Branded<number, 'WorkshopStructureId'>;
export type WorkshopCaseId = Branded<number, 'WorkshopCaseId'>;
export type InterviewHostId = Branded<number, 'InterviewHostId'>;
export type InterviewSlotId = Branded<number, 'InterviewSlotId'>;
/** A wave of interconnaissance. */
export type WaveId = Branded<number, 'WaveId'>;
/** A structure, as it is asked in a wave. */
export type WaveStructureId = Branded<number, 'WaveStructureId'>;
export type TableDrawId = Branded<number, 'TableDrawId'>;
export type PlanId = Branded<number, 'PlanId'>;
export type AxisId = Branded<number, 'AxisId'>;
export type ObjectiveId = Branded<number, 'ObjectiveId'>;
export type ActionSheetId = Branded<number, 'ActionSheetId'>;
export type IndicatorId = Branded<number, 'IndicatorId'>;
export type CommitteeId = Branded<number, 'CommitteeId'>;
/** A text given to be understood as sheets. */
export type SheetImportId = Branded<string, 'SheetImportId'>;
/** Something shared: a project, an experience, a question, an opportunity, a document. */
export type ContributionId = Branded<number, 'ContributionId'>;
export type ReplyId = Branded<number, 'ReplyId'>;
export type InterestId = Branded<number, 'InterestId'>;
/** « Je l’ai repris »: somebody re-uses an experience. */
export type ReuseId = Branded<number, 'ReuseId'>;
export type PairingId = Branded<number, 'PairingId'>;
export type NewsletterId = Branded<number, 'NewsletterId'>;
