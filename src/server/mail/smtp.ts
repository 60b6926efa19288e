import { Readable } from 'node:stream';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { NodemailerError } from 'nodemailer';
import { judgeFailure, type Outcome } from './outcome.ts';

export interface Handover {
  /** SMTP_URL. */
  readonly url: string;
  readonly from: string;
  readonly to: string;
  /** The whole message, headers included. */
  readonly content: Buffer;
  /**
   * Called once everything but the final dot was let go: records that the message may be accepted from now on.
   * @returns whether the message is still held by the caller; when false, the dot is never sent.
   */
  readonly complete: () => Promise<boolean>;
  /** The server is stopping: what is not complete is put off. */
  readonly signal?: AbortSignal;
}

const SECOND = 1000;
const TIMEOUTS = {
  dnsTimeout: 20 * SECOND,
  connectionTimeout: 30 * SECOND,
  greetingTimeout: 60 * SECOND,
  // RFC 5321 §4.5.3.2: five minutes for each command.
  socketTimeout: 300 * SECOND
};

/** The claim was taken over while the message was being sent. */
class Lost extends Error {}

/** Hands one message to the mail server of SMTP_URL, on a connection of its own. Never throws. */
export function handOver(handover: Handover): Promise<Outcome> {
  const { auth, ...server } = parseConnectionUrl(handover.url);
  const connection = new SMTPConnection({ ...TIMEOUTS, ...server });
  let complete = false;
  return new Promise<Outcome>((resolve) => {
    const end = (outcome: Outcome) => {
      handover.signal?.removeEventListener('abort', putOff);
      resolve(outcome);
    };
    const fail = (error: NodemailerError) => {
      connection.close();
      end(error instanceof Lost ? { kind: 'lost' } : judgeFailure(error, complete));
    };
    const putOff = () => {
      if (!complete)
        fail(new Error('Le serveur de Maillage s’arrête : le message repartira ensuite.'));
    };
    connection.on('error', fail);
    handover.signal?.addEventListener('abort', putOff);
    const content = Readable.from(
      untilComplete(handover, () => {
        complete = true;
      })
    );
    const send = () => {
      connection.send({ from: handover.from, to: handover.to }, content, (error) => {
        if (error) return fail(error);
        connection.quit();
        end({ kind: 'accepted' });
      });
    };
    connection.connect((error) => {
      if (error) return fail(error);
      if (!auth || !connection.allowsAuth) return send();
      connection.login(auth, (refused) => (refused ? fail(refused) : send()));
    });
  });
}

/** The connection sends the final dot when this ends: not before the database knows. */
async function* untilComplete({ content, complete }: Handover, onComplete: () => void) {
  yield content;
  if (!(await complete())) throw new Lost();
  onComplete();
}
