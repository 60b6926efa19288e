import { erasePerson } from '#app/people/erasure.ts';
import { exportPerson } from '#app/people/portability.ts';
import { previewPurge } from '#app/people/retention.ts';
import { examine } from '#app/doctor/examine.ts';
import { askForBackup, readBackupBoard } from '#app/backup-board.ts';
import { readTaskBoard, retryTask } from '#app/tasks.ts';
import { decideRetained, listRetained } from '#app/withholding.ts';
import { UNKNOWN_CONTROLLER } from '#domain/confidentiality/controller.ts';
import { closeBarrier } from '#domain/confidentiality/server/barriers/commands.ts';
import { setController } from '#domain/confidentiality/server/controller/commands.ts';
import { setRetention } from '#domain/confidentiality/server/retention/commands.ts';
import { assignReferent, decideClaim } from '#domain/directory/server/affiliations/commands.ts';
import {
  applyBulkChange,
  prepareBulkChange,
  undoBulkChange
} from '#domain/directory/server/bulk/commands.ts';
import { askCampaign } from '#domain/directory/server/confirmations/campaign/commands.ts';
import { confirmOnBehalf } from '#domain/directory/server/confirmations/commands.ts';
import { changeDraft } from '#domain/directory/server/drafts/commands.ts';
import { saveDraft } from '#domain/directory/server/editing/commands.ts';
import { setFrontDoorOrder } from '#domain/directory/server/front-doors/commands.ts';
import {
  invitePeople,
  resendInvitation,
  withdrawInvitation
} from '#domain/directory/server/invitations/commands.ts';
import { approveRequest, refuseRequest } from '#domain/directory/server/joining/commands.ts';
import { leaveNetwork } from '#domain/directory/server/leaving/commands.ts';
import { recordMembersExport } from '#domain/directory/server/members/commands.ts';
import { getStructure } from '#domain/directory/server/queries.ts';
import { deleteTerritory } from '#domain/directory/server/spaces/commands.ts';
import { decideSuggestion } from '#domain/directory/server/suggestions/moderation/commands.ts';
import { abandonImport, applyImport } from '#domain/directory/server/transfer/commands.ts';
import { beginImport } from '#domain/directory/server/transfer/reading/commands.ts';
import { undoChange } from '#domain/directory/server/undoing/commands.ts';
import {
  createWord,
  deleteWord,
  moveWord,
  updateWord
} from '#domain/directory/server/vocabularies/commands.ts';
import type { WordInput } from '#domain/directory/vocabulary.ts';
import { mergeWord } from '#domain/directory/server/vocabularies/merging/commands.ts';
import { sql } from 'kysely';
import { operator } from '#domain/identity/model.ts';
import { asInput, type Structure } from '#domain/directory/model.ts';
import { recordRelationsExport } from '#domain/network/server/figures/commands.ts';
import {
  reactivatePeople,
  setAdministrator,
  suspendPeople
} from '#domain/identity/server/accounts/commands.ts';
import { revokeSession } from '#domain/identity/server/sessions/commands.ts';
import { setContactVisibility } from '#domain/directory/server/contacts/commands.ts';
import { liftRefusal, steerMail } from '#domain/identity/server/outbox/commands.ts';
import { requestAddressChange, updateProfile } from '#domain/identity/server/profile/commands.ts';
import { changeRole } from '#domain/territory/server/memberships/commands.ts';
import { chooseForNetwork } from '#domain/territory/server/spaces/choices/commands.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import {
  changeTerritory,
  openTerritory,
  type TerritorySettings
} from '#domain/territory/server/spaces/setup/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { readEnvironment } from '#server/env.ts';
import { NotFound } from '#shared/errors.ts';
import type {
  InvitationId,
  MailId,
  MembershipId,
  PersonId,
  StructureId,
  SuggestionId,
  TerritoryId
} from '#shared/ids.ts';
import { slugify } from '#shared/text.ts';
import { anEvent } from '../factories/events.ts';
import { ADMINISTRATORS, ANIMATORS, PEOPLE, REFERENTS, ROLES } from '../support/doors.ts';
import { ofCheckin } from './checkin-cases.ts';
import { ofDesks } from './desk-cases.ts';
import { ofEditions } from './edition-cases.ts';
import { aFollowedEvent, ofFollowUp } from './followup-cases.ts';
import { aHelpedEvent, ofPartners } from './partner-cases.ts';
import { aWorkshop, ofWorkshops } from './workshop-cases.ts';
import { ofIntroductions } from './introduction-cases.ts';
import { ofPairing } from './pairing-cases.ts';
import { aToldExperience, ofExperiences } from './experience-cases.ts';
import { aSharedProject, ofProjects } from './project-cases.ts';
import { aMinutedEvent, ofMinutes } from './minutes-cases.ts';
import type { CommandCase } from './command-case.ts';
import { aSharedDocument, ofDocuments } from './document-cases.ts';
import { aSpokenSheet, ofDiscussions } from './discussion-cases.ts';
import { aBegunLetter, ofLetters } from './letter-cases.ts';
import { aReportedOpportunity, ofOpportunities } from './opportunity-cases.ts';
import { anAnsweredQuestion, ofQuestions } from './question-cases.ts';
import { ofSheets } from './sheet-cases.ts';
import { ofPapers } from './paper-cases.ts';
import { aMeasuredSheet, ofIndicators } from './indicator-cases.ts';
import { ofImports } from './import-cases.ts';
import { aLedPlan, ofPlans } from './plan-cases.ts';
import { ofYears } from './year-cases.ts';
import { ofPolls } from './poll-cases.ts';
import { ofProgrammes } from './programme-cases.ts';
import { ofSurveys } from './survey-cases.ts';
import { ofTables } from './table-cases.ts';
import { ofWaves } from './wave-cases.ts';

/** Open to whoever holds the link, or to anyone within limits: their own tests say what each refuses. */
export const FOR_ANYONE: readonly string[] = [
  'app/withholding.ts#getReportable',
  'app/withholding.ts#reportContent',
  'domain/directory/server/confirmations/commands.ts#confirmByLink',
  'domain/directory/server/invitations/acceptance/commands.ts#acceptInvitation',
  'domain/directory/server/relay/commands.ts#relayMessage',
  'domain/directory/server/relay/commands.ts#reportAbuse',
  'domain/directory/server/suggestions/commands.ts#suggestError',
  'domain/directory/server/suggestions/commands.ts#suggestStructure',
  'domain/directory/server/suggestions/own-link/commands.ts#reportByLink',
  'domain/network/server/waves/answering/commands.ts#answerWave',
  'domain/network/server/waves/answering/commands.ts#repeatLastAnswers',
  'domain/registrations/server/places/commands.ts#register',
  'domain/registrations/server/places/groups/commands.ts#registerGroup',
  // The trace of what another command, or the page that calls it, has allowed.
  'domain/identity/server/audit/commands.ts#recordAudit'
];

/** They take a person, and touch nothing but what is hers: a visitor cannot even call them. */
export const OF_ONESELF: readonly string[] = [
  'domain/directory/server/affiliations/commands.ts#claimStructure',
  'domain/directory/server/affiliations/commands.ts#leaveStructure',
  'domain/directory/server/affiliations/commands.ts#withdrawClaim',
  'domain/directory/server/drafts/commands.ts#discardDraft',
  'domain/directory/server/joining/commands.ts#cancelRequest',
  'domain/directory/server/joining/commands.ts#requestToJoin',
  'domain/directory/server/suggestions/changes/commands.ts#suggestChange',
  'domain/discovery/server/follows/commands.ts#setFollow',
  'domain/discovery/server/preferences/commands.ts#choosePreference',
  'domain/discovery/server/preferences/commands.ts#markAllRead',
  'domain/discovery/server/preferences/commands.ts#renewFeed',
  'domain/identity/server/profile/commands.ts#confirmAddressChange',
  'domain/identity/server/sessions/commands.ts#revokeOtherSessions'
];

export type World = Awaited<ReturnType<typeof readWorld>>;

/** The demonstration, with one thing of each kind waiting for a decision, here and elsewhere. */
export async function readWorld(db: Database) {
  const here = await getTerritory(db, 'trois-confluents');
  const elsewhere = await getTerritory(db, 'pays-de-brest');
  const hers = await getStructure(db, 'cpts-montvermeil');
  const foreign = await getStructure(db, 'cls-pays-de-brest');
  const newcomer = await aPerson(db, 'Noé Esquisse');
  const colleague = await aPerson(db, 'Zoé Esquisse');
  for (const { id } of [here, elsewhere]) await aMember(db, id, colleague);
  return {
    entry: await touched(db, hers, newcomer),
    entryElsewhere: await touched(db, foreign, newcomer),
    ...{ db, here, elsewhere, hers, foreign, newcomer, colleague },
    request: await aRequest(db, here.id, newcomer),
    requestElsewhere: await aRequest(db, elsewhere.id, newcomer),
    membership: await membershipOf(db, ROLES.member, here.id),
    invitation: await anInvitation(db, here.id),
    invitationElsewhere: await anInvitation(db, elsewhere.id),
    suggestion: await aSuggestion(db, hers.id, here.id),
    suggestionElsewhere: await aSuggestion(db, foreign.id, elsewhere.id),
    withholding: await aWithholding(db, 'cpts-val-mirabelle', here.id),
    withholdingElsewhere: await aWithholding(db, 'cls-pays-de-brest', elsewhere.id),
    mail: await aMail(db),
    barrier: await aBarrier(db),
    contact: await aContact(db, hers.id, newcomer),
    session: await aSession(db, newcomer),
    events: {
      here: (await anEvent(db, here.id)).id,
      elsewhere: (await anEvent(db, elsewhere.id)).id
    },
    helped: {
      here: await aHelpedEvent(db, (await anEvent(db, here.id)).id),
      elsewhere: await aHelpedEvent(db, (await anEvent(db, elsewhere.id)).id)
    },
    workshops: {
      here: await aWorkshop(db, (await anEvent(db, here.id)).id, hers.id),
      elsewhere: await aWorkshop(db, (await anEvent(db, elsewhere.id)).id, foreign.id)
    },
    followed: {
      here: await aFollowedEvent(db, (await anEvent(db, here.id)).id),
      elsewhere: await aFollowedEvent(db, (await anEvent(db, elsewhere.id)).id)
    },
    told: await aToldExperience(db, here.id),
    shared: await aSharedProject(db, here.id),
    minuted: {
      here: await aMinutedEvent(db, (await anEvent(db, here.id)).id),
      elsewhere: await aMinutedEvent(db, (await anEvent(db, elsewhere.id)).id)
    },
    letters: {
      here: await aBegunLetter(db, here.id),
      elsewhere: await aBegunLetter(db, elsewhere.id)
    },
    plans: {
      here: await aLedPlan(db, here.id),
      elsewhere: await aLedPlan(db, elsewhere.id)
    },
    opportunities: {
      here: await aReportedOpportunity(db, here.id),
      elsewhere: await aReportedOpportunity(db, elsewhere.id)
    },
    questions: {
      here: await anAnsweredQuestion(db, here.id),
      elsewhere: await anAnsweredQuestion(db, elsewhere.id)
    },
    spoken: {
      here: await aSpokenSheet(db, here.id, hers.id),
      elsewhere: await aSpokenSheet(db, elsewhere.id, foreign.id)
    },
    measured: {
      here: await aMeasuredSheet(db, here.id, hers.id),
      elsewhere: await aMeasuredSheet(db, elsewhere.id, foreign.id)
    },
    documents: {
      here: await aSharedDocument(db, here.id),
      elsewhere: await aSharedDocument(db, elsewhere.id)
    },
    series: {
      here: await aSeries(db, here.id),
      elsewhere: await aSeries(db, elsewhere.id)
    }
  };
}

async function aSeries(db: Database, territory: TerritoryId): Promise<string> {
  const slug = `serie-${territory}`;
  const values = { territory_id: territory, slug, title: 'Série' };
  await db.insertInto('event_series').values(values).execute();
  return slug;
}

/** A structure somebody works for, that was changed once, and that everybody has begun to change. */
async function touched(db: Database, structure: Structure, person: PersonId): Promise<number> {
  await db
    .insertInto('affiliation')
    .values({ structure_id: structure.id, person_id: person, referent: false })
    .execute();
  const input = asInput(structure);
  const content = JSON.stringify(input);
  const before = JSON.stringify({ ...input, summary: 'Avant.' });
  const entry = await db
    .insertInto('structure_history')
    .values({
      ...{ structure_id: structure.id, version: structure.version, actor_label: 'essai' },
      ...{ kind: 'updated', before, after: content }
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('structure_draft')
    .columns(['structure_id', 'person_id', 'base_version', 'content'])
    .expression(
      db
        .selectFrom('person')
        .select([
          sql.lit(structure.id).as('structure_id'),
          'person.id',
          sql.lit(structure.version).as('base_version'),
          sql`${content}::jsonb`.as('content')
        ])
    )
    .execute();
  return entry.id;
}

async function aPerson(db: Database, name: string): Promise<PersonId> {
  const email = `${slugify(name).replace('-', '.')}@exemple.test`;
  const row = await db
    .insertInto('person')
    .values({ name, email, email_verified: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as PersonId;
}

async function aMember(db: Database, territory: TerritoryId, person: PersonId): Promise<void> {
  await db
    .insertInto('membership')
    .values({ territory_id: territory, person_id: person, status: 'active' })
    .execute();
}

async function aRequest(db: Database, territory: TerritoryId, person: PersonId) {
  const row = await db
    .insertInto('membership')
    .values({ territory_id: territory, person_id: person, status: 'asked' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as MembershipId;
}

async function membershipOf(db: Database, email: string, territory: TerritoryId) {
  const row = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('membership.id')
    .where('person.email', '=', email)
    .where('territory_id', '=', territory)
    .executeTakeFirstOrThrow();
  return row.id as MembershipId;
}

async function anInvitation(db: Database, territory: TerritoryId) {
  const row = await db
    .insertInto('invitation')
    .values({
      territory_id: territory,
      email: 'invitee@exemple.test',
      token_hash: `hash of ${territory}`,
      expires_at: new Date(Date.now() + 86_400_000)
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as InvitationId;
}

async function aSuggestion(db: Database, structure: StructureId, territory: TerritoryId) {
  const row = await db
    .insertInto('suggestion')
    .values({
      kind: 'error',
      structure_id: structure,
      territory_id: territory,
      text: 'Le numéro a changé.',
      content: JSON.stringify({ part: 'phone', source: '', ownLink: false }),
      assigned_to: 'referent'
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as SuggestionId;
}

async function aWithholding(db: Database, slug: string, territory: TerritoryId): Promise<number> {
  const { id } = await getStructure(db, slug);
  const row = await db
    .insertInto('withholding')
    .values({ content_kind: 'structure', content_id: String(id), territory_id: territory })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

async function aMail(db: Database): Promise<MailId> {
  const row = await db
    .insertInto('mail_message')
    .values({
      kind: 'sign-in',
      recipient: 'quelqu-un@exemple.test',
      subject: 'Se connecter',
      status: 'failed',
      text_body: 'texte',
      html_body: '<p>texte</p>'
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as MailId;
}

async function aBarrier(db: Database): Promise<number> {
  const row = await db
    .insertInto('access_barrier')
    .values({ happened: 'La liste ne se lit pas.' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

async function aContact(db: Database, structure: StructureId, person: PersonId) {
  const row = await db
    .insertInto('contact')
    .values({ structure_id: structure, person_id: person, name: 'Noé Esquisse' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

async function aSession(db: Database, person: PersonId): Promise<string> {
  const row = await db
    .insertInto('sign_in_session')
    .values({
      person_id: person,
      token: 'of another',
      expires_at: new Date(Date.now() + 3_600_000)
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

const NOW = new Date('2026-11-22T09:00:00Z');

/** What each case calls, on the objects of the world. */
export function commandCases(world: World): CommandCase[] {
  return [
    ...ofMembers(world),
    ...ofFiches(world),
    ...ofInstance(world),
    ...ofOneself(world),
    ...ofDesks(world.events),
    ...ofPlans(world.plans),
    ...ofImports(world.plans),
    ...ofYears(world.plans),
    ...ofLetters(world.letters),
    ...ofOpportunities(world.opportunities.here, world.opportunities.elsewhere),
    ...ofQuestions(world.questions.here, world.questions.elsewhere),
    ...ofDocuments(world.documents.here, world.documents.elsewhere),
    ...ofDiscussions(world.spoken.here, world.spoken.elsewhere),
    ...ofSheets(world.spoken.here.sheet, world.spoken.elsewhere.sheet),
    ...ofIndicators(world.measured.here, world.measured.elsewhere),
    ...ofPolls(world.events),
    ...ofSurveys(world.events),
    ...ofTables(world.events),
    ...ofWaves(world),
    ...ofIntroductions(world.here, world.elsewhere),
    ...ofPairing(world.here, world.elsewhere),
    ...ofProgrammes(world.events),
    ...ofFollowUp(world.followed.here, world.followed.elsewhere),
    ...ofCheckin(world.followed.here, world.followed.elsewhere),
    ...ofPapers(world.followed.here, world.followed.elsewhere),
    ...ofExperiences(world.told),
    ...ofProjects(world.shared),
    ...ofMinutes(world.minuted.here, world.minuted.elsewhere),
    ...ofPartners(world.helped.here, world.helped.elsewhere),
    ...ofWorkshops(world.workshops.here, world.workshops.elsewhere),
    ...ofEditions(
      { event: world.events.here, territory: world.here.id },
      { event: world.events.elsewhere, territory: world.elsewhere.id },
      world.series
    )
  ];
}

function ofMembers({ here, elsewhere, ...world }: World): CommandCase[] {
  const joining = 'domain/directory/server/joining/commands.ts';
  const inviting = 'domain/directory/server/invitations/commands.ts';
  const affiliations = 'domain/directory/server/affiliations/commands.ts';
  const guest = { role: 'member', structure: null, message: '', reread: false } as const;
  const guests = [{ email: 'autre@exemple.test', name: '' }];
  return [
    ...[
      { on: 'here', may: ANIMATORS, place: here, membership: world.request },
      { on: 'elsewhere', may: ADMINISTRATORS, place: elsewhere, membership: world.requestElsewhere }
    ].flatMap(({ on, may, place, membership }): CommandCase[] => [
      {
        ...{ command: `${joining}#approveRequest`, on, may },
        call: (db, actor) =>
          approveRequest(db, actor, { territory: place.id, membership, place, referent: false })
      },
      {
        ...{ command: `${joining}#refuseRequest`, on, may },
        call: (db, actor) =>
          refuseRequest(db, actor, {
            ...{ territory: place.id, membership, place, reason: 'unknown' as never },
            ...{ words: '', reread: false }
          })
      },
      {
        ...{ command: `${inviting}#invitePeople`, on, may },
        call: (db, actor) => invitePeople(db, actor, { ...guest, place, guests })
      },
      {
        ...{ command: 'domain/directory/server/members/commands.ts#recordMembersExport', on, may },
        call: (db, actor) => recordMembersExport(db, actor, place.id, 1)
      },
      {
        ...{ command: 'domain/network/server/figures/commands.ts#recordRelationsExport', on, may },
        call: (db, actor) => recordRelationsExport(db, actor, place.id, { wave: 1, count: 1 })
      }
    ]),
    ...[
      { on: 'here', may: ANIMATORS, place: here, invitation: world.invitation },
      {
        on: 'elsewhere',
        may: ADMINISTRATORS,
        place: elsewhere,
        invitation: world.invitationElsewhere
      }
    ].flatMap(({ on, may, place, invitation }): CommandCase[] => [
      {
        ...{ command: `${inviting}#resendInvitation`, on, may },
        call: (db, actor) => resendInvitation(db, actor, { place, invitation })
      },
      {
        ...{ command: `${inviting}#withdrawInvitation`, on, may },
        call: (db, actor) => withdrawInvitation(db, actor, { place, invitation })
      }
    ]),
    {
      command: 'domain/territory/server/memberships/commands.ts#changeRole',
      on: 'a member of here',
      may: ANIMATORS,
      call: (db, actor) =>
        changeRole(db, actor, {
          ...{ territory: here.id, membership: world.membership, role: 'reception' }
        })
    },
    {
      command: 'domain/directory/server/leaving/commands.ts#leaveNetwork',
      on: 'the membership of the member',
      may: ['member', ...ANIMATORS],
      call: (db, actor) =>
        leaveNetwork(db, actor, { territory: here.id, membership: world.membership, place: here })
    },
    ...[
      { on: 'hers', may: ANIMATORS, structure: world.hers.id },
      { on: 'of elsewhere', may: ADMINISTRATORS, structure: world.foreign.id }
    ].flatMap(({ on, may, structure }): CommandCase[] => [
      {
        ...{ command: `${affiliations}#decideClaim`, on, may },
        call: (db, actor) =>
          decideClaim(db, actor, {
            ...{ structure, person: world.newcomer, approve: false, words: '', reread: false }
          })
      },
      {
        ...{ command: `${affiliations}#assignReferent`, on, may },
        call: (db, actor) =>
          assignReferent(db, actor, { structure, person: world.colleague, referent: true })
      }
    ]),
    ...[
      { on: 'here', may: ANIMATORS, territory: here },
      { on: 'elsewhere', may: ADMINISTRATORS, territory: elsewhere }
    ].flatMap(({ on, may, territory }): CommandCase[] => [
      {
        ...{
          command: 'domain/territory/server/spaces/choices/commands.ts#chooseForNetwork',
          on,
          may
        },
        call: (db, actor) =>
          chooseForNetwork(db, actor, territory.id, { coveragePublic: true, frontDoorReason: '' })
      },
      {
        ...{
          command: 'domain/directory/server/front-doors/commands.ts#setFrontDoorOrder',
          on,
          may
        },
        call: (db, actor) => setFrontDoorOrder(db, actor, territory.slug, { doors: [], reason: '' })
      },
      {
        ...{ command: 'app/withholding.ts#listRetained', on, may },
        call: (db, actor) => listRetained(db, actor, territory.id)
      },
      {
        ...{ command: 'app/withholding.ts#decideRetained', on, may },
        call: (db, actor) =>
          decideRetained(
            db,
            actor,
            territory === here ? world.withholding : world.withholdingElsewhere,
            'restore'
          )
      }
    ])
  ];
}

function ofFiches({ here, elsewhere, hers, foreign, ...world }: World): CommandCase[] {
  const draft = 'domain/directory/server/drafts/commands.ts#changeDraft';
  return [
    ...[
      {
        on: 'hers',
        may: REFERENTS,
        structure: hers,
        suggestion: world.suggestion,
        entry: world.entry
      },
      {
        on: 'of elsewhere',
        may: ADMINISTRATORS,
        structure: foreign,
        suggestion: world.suggestionElsewhere,
        entry: world.entryElsewhere
      }
    ].flatMap(({ on, may, structure, suggestion, entry }): CommandCase[] => [
      {
        ...{ command: draft, on, may },
        call: (db, actor) =>
          changeDraft(db, actor, structure.id, structure.version, (content) => content)
      },
      {
        ...{ command: 'domain/directory/server/editing/commands.ts#saveDraft', on, may },
        call: (db, actor) => saveDraft(db, actor, structure.id)
      },
      {
        ...{ command: 'domain/directory/server/undoing/commands.ts#undoChange', on, may },
        call: (db, actor) => undoChange(db, actor, structure.id, entry)
      },
      {
        command: 'domain/directory/server/suggestions/moderation/commands.ts#decideSuggestion',
        ...{ on, may },
        call: (db, actor) =>
          decideSuggestion(
            db,
            actor,
            suggestion,
            { accept: false, refusal: 'wrong', words: '', reread: false } as never,
            NOW
          )
      }
    ]),
    ...[
      { on: 'hers', may: ANIMATORS, structure: hers, territory: here },
      { on: 'of elsewhere', may: ADMINISTRATORS, structure: foreign, territory: elsewhere }
    ].flatMap(({ on, may, structure, territory }): CommandCase[] => [
      {
        command: 'domain/directory/server/confirmations/commands.ts#confirmOnBehalf',
        // Her own fiche, she may say that it is right by any means.
        ...{ on, may: structure === hers ? REFERENTS : may },
        call: (db, actor) =>
          confirmOnBehalf(
            db,
            actor,
            structure.id,
            { origin: 'phone', note: '', reread: false },
            NOW
          )
      },
      ...bulkCases(territory.id, structure.id).map((one) => ({ ...one, on, may })),
      {
        command: 'domain/directory/server/confirmations/campaign/commands.ts#askCampaign',
        ...{ on, may },
        call: (db, actor) =>
          askCampaign(db, actor, { territory: territory.id, structures: [structure.id] }, NOW)
      }
    ])
  ];
}

function bulkCases(
  territory: TerritoryId,
  structure: StructureId
): Pick<CommandCase, 'command' | 'call'>[] {
  const bulk = 'domain/directory/server/bulk/commands.ts';
  const input = {
    action: { kind: 'rhythm', value: '12' },
    selection: { ids: [structure] }
  } as const;
  const prepared = async (db: Database) => {
    const outcome = await prepareBulkChange(db, operator('test'), territory, input, NOW);
    return outcome.ok ? outcome.id : '';
  };
  return [
    {
      command: `${bulk}#prepareBulkChange`,
      call: (db, actor) => prepareBulkChange(db, actor, territory, input, NOW)
    },
    {
      command: `${bulk}#applyBulkChange`,
      call: async (db, actor) => applyBulkChange(db, actor, territory, await prepared(db))
    },
    {
      command: `${bulk}#undoBulkChange`,
      call: async (db, actor) => undoBulkChange(db, actor, territory, await prepared(db))
    }
  ];
}

function ofInstance(world: World): CommandCase[] {
  const words = 'domain/directory/server/vocabularies/commands.ts';
  const transfer = 'domain/directory/server/transfer';
  const accounts = 'domain/identity/server/accounts/commands.ts';
  const setup = 'domain/territory/server/spaces/setup/commands.ts';
  const settings: TerritorySettings = {
    ...{ slug: 'ailleurs', name: 'Ailleurs', nameWithDe: 'd’Ailleurs', description: '' },
    ...{ fictional: true, coveragePublic: false },
    perimeter: {
      certainty: 'declared',
      include: [{ level: 'departement', code: '29' }],
      exclude: []
    }
  };
  const input: WordInput = {
    ...{ name: 'Essai', phrase: 'essai', meaning: '', legalBasis: '', action: 'call' },
    ...{ colour: 1, dataInclusion: [], synonyms: [] }
  };
  const file = {
    name: 'essai.csv',
    size: 4,
    open: async function* () {
      yield Buffer.from('nom\n');
    }
  };
  const calls: Record<string, CommandCase['call']> = {
    'domain/confidentiality/server/controller/commands.ts#setController': (db, actor) =>
      setController(db, actor, UNKNOWN_CONTROLLER),
    'domain/confidentiality/server/barriers/commands.ts#closeBarrier': (db, actor) =>
      closeBarrier(db, actor, world.barrier, true),
    'domain/confidentiality/server/retention/commands.ts#setRetention': (db, actor) =>
      setRetention(db, actor, {}),
    [`${accounts}#suspendPeople`]: (db, actor) =>
      suspendPeople(db, actor, { people: [world.newcomer], reason: 'essai' }),
    [`${accounts}#reactivatePeople`]: (db, actor) => reactivatePeople(db, actor, [world.newcomer]),
    [`${accounts}#setAdministrator`]: (db, actor) =>
      setAdministrator(db, actor, { person: world.newcomer, administrator: true }),
    'app/people/retention.ts#previewPurge': (db, actor) => previewPurge(db, actor, {}, NOW),
    'app/doctor/examine.ts#examine': (db, actor) =>
      examine(actor, {
        ...{ environment: readEnvironment({ MAILLAGE_DATA: '.' }), database: db },
        ...{ clock: () => new Date(), outside: false, heavy: false, mailTo: null }
      }),
    'app/backup-board.ts#readBackupBoard': (db, actor) =>
      readBackupBoard(db, actor, {
        backups: null,
        keptBackups: { daily: 1, weekly: 1, monthly: 1 }
      }),
    'app/backup-board.ts#askForBackup': (db, actor) => askForBackup(db, actor, { backups: null }),
    'app/tasks.ts#readTaskBoard': (db, actor) => readTaskBoard(db, actor),
    'app/tasks.ts#retryTask': (db, actor) => retryTask(db, actor, 1),
    'domain/identity/server/outbox/commands.ts#steerMail': (db, actor) =>
      steerMail(db, actor, world.mail, 'retry'),
    'domain/identity/server/outbox/commands.ts#liftRefusal': (db, actor) =>
      liftRefusal(db, actor, world.mail),
    [`${words}#createWord`]: (db, actor) =>
      createWord(db, actor, 'theme', { code: 'essai', input }),
    [`${words}#updateWord`]: (db, actor) =>
      updateWord(db, actor, 'theme', 'soutien-aidants', { input, baseVersion: 1 }),
    [`${words}#moveWord`]: (db, actor) =>
      moveWord(db, actor, 'theme', { code: 'soutien-aidants', towards: 'up' }),
    [`${words}#deleteWord`]: (db, actor) => deleteWord(db, actor, 'theme', 'soutien-aidants'),
    'domain/directory/server/vocabularies/merging/commands.ts#mergeWord': (db, actor) =>
      mergeWord(db, actor, 'theme', {
        from: 'soutien-aidants',
        into: 'maintien-a-domicile',
        versions: { from: 1, into: 1 }
      }),
    [`${setup}#openTerritory`]: (db, actor) =>
      openTerritory(db, actor, { input: settings, reread: true }),
    [`${setup}#changeTerritory`]: (db, actor) =>
      changeTerritory(db, actor, 'trois-confluents', {
        ...{ input: { ...settings, slug: 'trois-confluents' }, reread: true, version: '' }
      }),
    'domain/directory/server/spaces/commands.ts#deleteTerritory': (db, actor) =>
      deleteTerritory(db, actor, 'trois-confluents'),
    [`${transfer}/reading/commands.ts#beginImport`]: (db, actor) =>
      beginImport(db, actor, file, {} as never),
    [`${transfer}/commands.ts#applyImport`]: (db, actor) =>
      applyImport(db, actor, crypto.randomUUID(), { decisions: {}, skipRefused: false }),
    [`${transfer}/commands.ts#abandonImport`]: (db, actor) =>
      abandonImport(db, actor, crypto.randomUUID())
  };
  return Object.entries(calls).map(([command, call]) => ({
    ...{ command, on: 'the instance', may: ADMINISTRATORS, call }
  }));
}

function ofOneself({ newcomer, contact, session }: World): CommandCase[] {
  const profile = 'domain/identity/server/profile/commands.ts';
  return [
    {
      ...{ command: `${profile}#updateProfile`, on: 'oneself', may: PEOPLE },
      call: (db, actor) =>
        updateProfile(db, actor, {
          ...{ name: 'Essai', profession: '', phone: '', phoneVisibility: 'nobody' }
        } as never)
    },
    {
      ...{ command: `${profile}#requestAddressChange`, on: 'oneself', may: PEOPLE },
      call: (db, actor) => requestAddressChange(db, actor, 'nouvelle@exemple.test')
    },
    {
      command: 'domain/directory/server/contacts/commands.ts#setContactVisibility',
      ...{ on: 'the contact of another', may: [] },
      call: (db, actor) => setContactVisibility(db, actor, contact, 'public')
    },
    {
      command: 'domain/identity/server/sessions/commands.ts#revokeSession',
      ...{ on: 'the session of another', may: [] },
      call: async (db, actor) => {
        if (!(await revokeSession(db, actor, session))) throw new NotFound('no such session');
      }
    },
    {
      ...{ command: 'app/people/erasure.ts#erasePerson', on: 'another', may: ADMINISTRATORS },
      call: (db, actor) => erasePerson(db, actor, newcomer, 'noe.esquisse@exemple.test')
    },
    {
      ...{ command: 'app/people/portability.ts#exportPerson', on: 'another', may: ADMINISTRATORS },
      call: (db, actor) => exportPerson(db, actor, newcomer, NOW)
    }
  ];
}
