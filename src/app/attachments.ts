import {
  writeRegistrationCalendar,
  writeRegistrationCancellation
} from '#domain/registrations/server/calendar/queries.ts';
import type { AttachmentKinds } from '#server/mail/attachments.ts';
import type { RegistrationId } from '#shared/ids.ts';

/** Every kind of file that a message may carry. */
export const ATTACHMENTS: AttachmentKinds = {
  'registration-calendar': {
    name: 'rencontre.ics',
    type: 'text/calendar; charset=utf-8; method=PUBLISH',
    write: (db, id) => writeRegistrationCalendar(db, id as RegistrationId)
  },
  'registration-cancellation': {
    name: 'annulation.ics',
    type: 'text/calendar; charset=utf-8; method=CANCEL',
    write: (db, id) => writeRegistrationCancellation(db, id as RegistrationId)
  }
};
