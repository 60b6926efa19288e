import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { emailAddress } from '#domain/identity/forms.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow } from '#server/throttle.ts';
import { surveyState } from '../../model.ts';
import { linkMail, type Addressee } from '../mails.ts';
import { lockSurvey, readSurveysOf } from '../reading/queries.ts';
import { inviteNew } from '../sending/commands.ts';

const PER_ADDRESS = { most: 20, windowSeconds: 3600 };
const PER_EMAIL = { most: 3, windowSeconds: 3600 };

/**
 * Sends again the links of the open questionnaires to an address, if it was asked and has not answered. Whoever asks learns
 * nothing either way.
 * @param address - of the client, which limits how often.
 */
export async function sendSurveyLinks(
  db: Executor,
  event: Event,
  { email: typed, address }: { readonly email: string; readonly address: string },
  now: Date
): Promise<void> {
  const email = emailAddress.safeParse(typed);
  if (!email.success || event.status !== 'published') return;
  if (!(await allow(db, 'survey-link', address, PER_ADDRESS))) return;
  if (!(await allow(db, 'survey-email', email.data, PER_EMAIL))) return;
  await inTransaction(db, async (tx) => {
    const open = (await readSurveysOf(tx, [event.id])).filter(
      (survey) => surveyState(survey, now) === 'open'
    );
    for (const survey of open) {
      await lockSurvey(tx, survey.id);
      await inviteNew(tx, event, survey, now);
      const { rows } = await sql<Addressee>`
        select l.id as link, l.link_version as version, r.email, trim(r.first_name || ' ' || r.last_name) as name
        from survey_link l join registration r on r.id = l.registration_id
        where l.survey_id = ${survey.id} and r.email = ${email.data} and r.status = 'confirmed' and not l.answered`.execute(
        tx
      );
      for (const to of rows) await queueMail(tx, linkMail(event, survey, to));
    }
  });
}
