import { z } from 'zod';
import { askForConfirmations } from '#domain/directory/server/confirmations/jobs.ts';
import { escalateSuggestions } from '#domain/directory/server/suggestions/jobs.ts';
import { sendDigests } from '#domain/discovery/server/digest/jobs.ts';
import { keepSearch, renewSearch } from '#domain/discovery/server/search/jobs.ts';
import { settleEveryEdition } from '#domain/registrations/server/places/settling/jobs.ts';
import { remindBeforeClosing } from '#domain/events/server/poll/jobs.ts';
import { eraseFilesRemoved, sweepFiles } from '#domain/sharing/server/documents/sweeping/jobs.ts';
import { remindOwners } from '#domain/sharing/server/documents/reminders/jobs.ts';
import { readVersionText } from '#domain/sharing/server/documents/text/commands.ts';
import { askForLateTexts } from '#domain/sharing/server/documents/text/jobs.ts';
import { keepSurveys } from '#domain/surveys/server/jobs.ts';
import { keepWaves } from '#domain/network/server/waves/jobs.ts';
import { remindFollowUps } from '#domain/minutes/server/jobs.ts';
import { remindBeforeExpiry } from '#domain/sharing/server/opportunities/jobs.ts';
import { remindPilots } from '#domain/plans/server/reminders/jobs.ts';
import { tellMentions } from '#domain/sharing/server/mentions/jobs.ts';
import { passOnQuestions } from '#domain/sharing/server/calls/jobs.ts';
import { askWhatBecame } from '#domain/sharing/server/reuse/jobs.ts';
import { environment } from '#server/env.ts';
import type { Jobs } from '#server/jobs/job.ts';
import { askFeedback, drawRounds } from '#domain/sharing/server/pairing/jobs.ts';
import { deliverMail, type DeliverySettings } from '#server/mail/delivery.ts';
import { recoverMail } from '#server/mail/recovery.ts';
import { sweepThrottle } from '#server/throttle.ts';
import type { MailId } from '#shared/ids.ts';
import { loadActor } from './actor.ts';
import { ATTACHMENTS } from './attachments.ts';
import { keepBackup, MAKING } from './backup-making.ts';
import { purge } from './people/retention.ts';
import { REVISIONS, stillTold } from './revisions.ts';

const mailPayload = z.object({ id: z.number().int() });
const backupPayload = z.object({ occasion: z.enum(['nuit', 'demande']).default('nuit') });
const documentPayload = z.object({ id: z.number().int() });

/**
 * Every job of the instance: what requests ask for with `addJob`, and what is done by itself. What a domain does is
 * in its `server/…/jobs.ts`; here is its name, its words and its time (of Paris).
 */
export const JOBS: Jobs = {
  'mail.deliver': {
    label: 'Remettre un courriel',
    run: (db, payload, context) =>
      deliverMail(db, mailPayload.parse(payload).id as MailId, deliverySettings(), context)
  },
  'mail.recover': {
    label: 'Reprendre les courriels d’un serveur arrêté',
    schedule: { everyMinutes: 1 },
    atStart: true,
    run: (db) => recoverMail(db)
  },
  'fiches.confirm': {
    label: 'Demander si les fiches sont toujours justes',
    schedule: { daily: '7:10' },
    run: (db, _payload, { now }) => askForConfirmations(db, now)
  },
  'suggestions.escalate': {
    label: 'Confier aux équipes d’animation les propositions sans réponse',
    schedule: { daily: '7:00' },
    run: (db, _payload, { now }) => escalateSuggestions(db, now)
  },
  'registrations.settle': {
    label: 'Proposer les places libérées, reprendre celles qui n’ont pas été confirmées',
    schedule: { everyMinutes: 1 },
    run: (db, _payload, { now }) => settleEveryEdition(db, now)
  },
  'polls.remind': {
    label: 'Relancer avant la clôture des sondages de dates',
    schedule: { daily: '7:20' },
    run: (db, _payload, { now }) => remindBeforeClosing(db, now)
  },
  'surveys.keep': {
    label: 'Ouvrir et clore les questionnaires, relancer qui n’a pas répondu',
    schedule: { everyMinutes: 10 },
    run: (db, _payload, { now }) => keepSurveys(db, now)
  },
  'minutes.remind': {
    label: 'Rappeler les suites de rencontre en retard ou proches',
    schedule: { daily: '7:30' },
    run: (db, _payload, { now }) => remindFollowUps(db, now)
  },
  'network.keep': {
    label: 'Clore les vagues d’interconnaissance, relancer qui n’a pas terminé',
    schedule: { daily: '8:00' },
    run: (db, _payload, { now }) => keepWaves(db, now)
  },
  'plans.remind': {
    label: 'Rappeler aux pilotes les étapes en retard et les valeurs manquantes',
    schedule: { daily: '7:40' },
    run: (db, _payload, { now }) => remindPilots(db, now)
  },
  'search.keep': {
    label: 'Tenir à jour ce que la recherche trouve',
    schedule: { everyMinutes: 1 },
    atStart: true,
    run: (db) => keepSearch(db)
  },
  'search.renew': {
    label: 'Relire tout ce que la recherche trouve',
    schedule: { daily: '4:10' },
    run: (db) => renewSearch(db)
  },
  'digests.send': {
    label: 'Écrire à chaque membre ce qui est nouveau pour elle ou lui',
    schedule: { everyMinutes: 10 },
    run: (db, _payload, { now }) => sendDigests(db, now, loadActor)
  },
  'documents.read': {
    label: 'Lire le texte d’un document',
    run: (db, payload) => readVersionText(db, documentPayload.parse(payload).id)
  },
  'documents.catch-up': {
    label: 'Redemander les textes de documents qui attendent',
    schedule: { daily: '4:20' },
    run: (db, _payload, { now }) => askForLateTexts(db, now)
  },
  'documents.remind': {
    label: 'Rappeler les documents à revoir',
    schedule: { daily: '7:50' },
    run: (db, _payload, { now }) => remindOwners(db, now)
  },
  'files.erase': {
    label: 'Effacer du stockage les fichiers retirés',
    schedule: { everyMinutes: 10 },
    run: (db) => eraseFilesRemoved(db)
  },
  'files.sweep': {
    label: 'Effacer les fichiers qu’aucun document ne nomme',
    schedule: { daily: '4:00' },
    run: (db, _payload, { now }) => sweepFiles(db, now)
  },
  'opportunities.remind': {
    label: 'Demander si les annonces bientôt retirées tiennent toujours',
    schedule: { daily: '7:50' },
    run: (db, _payload, { now }) => remindBeforeExpiry(db, now)
  },
  'mentions.tell': {
    label: 'Prévenir les personnes nommées',
    schedule: { everyMinutes: 2 },
    run: (db, _payload, { now }) => tellMentions(db, now)
  },
  'questions.pass-on': {
    label: 'Confier les questions sans réponse à l’animation et à qui pourrait savoir',
    schedule: { daily: '8:20' },
    run: (db, _payload, { now }) => passOnQuestions(db, now)
  },
  'pairing.draw': {
    label: 'Tirer les binômes du mois, demander ce qu’ils sont devenus',
    schedule: { daily: '8:20' },
    run: async (db, _payload, { now }) => (await drawRounds(db, now)) + (await askFeedback(db, now))
  },
  'experiences.ask': {
    label: 'Demander ce que devient une expérience reprise il y a six mois',
    schedule: { daily: '7:50' },
    run: (db, _payload, { now }) => askWhatBecame(db, now)
  },
  'backup.make': {
    label: MAKING,
    schedule: { daily: '2:40' },
    run: (db, payload, { now }) =>
      keepBackup(db, backupPayload.parse(payload).occasion, environment(), now)
  },
  'people.purge': {
    label: 'Effacer ce qui n’a plus à être gardé',
    schedule: { daily: '3:40' },
    run: (db, _payload, { now }) => purge(db, now)
  },
  'throttle.sweep': {
    label: 'Oublier les compteurs d’essais passés',
    schedule: { daily: '3:20' },
    run: (db) => sweepThrottle(db)
  }
};

function deliverySettings(): DeliverySettings {
  const { smtpUrl, mailFrom, demo } = environment();
  // The demonstration has no mailbox: its sign-in messages are read on /courriels, so their text stays.
  return {
    smtpUrl,
    from: mailFrom,
    keepBodies: demo !== 'off',
    attachments: ATTACHMENTS,
    revisions: REVISIONS,
    stands: stillTold
  };
}
