import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A message as the mail server accepted it. */
export interface Received {
  /** The addresses of the envelope, that decide who receives it. */
  readonly to: readonly string[];
  readonly from: string;
  readonly raw: string;
  readonly mail: Email;
}

/** What the mail server does at each step; by default it accepts. Throwing refuses: `throw smtpError(550, '5.1.1 …')`. */
export interface Behaviour {
  connected?: () => void | Promise<void>;
  sender?: (address: string) => void | Promise<void>;
  recipient?: (address: string) => void | Promise<void>;
  /** The first bytes of the message are there, not the last. */
  begun?: () => void;
  /** The whole message was received; answering waits. */
  received?: () => void | Promise<void>;
}

export interface Mailbox {
  /** SMTP_URL */
  readonly url: string;
  readonly messages: readonly Received[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** A refusal with its code, as a mail server words it. */
export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/**
 * A real mail server on this machine, which counts what it accepts.
 * @param after - when to close it: after the test, unless it is said.
 */
export async function startMailbox(
  after: (close: () => Promise<void>) => unknown = onTestFinished
): Promise<Mailbox> {
  const messages: Received[] = [];
  let behaviour: Behaviour = {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    disableReverseLookup: true,
    onConnect: (_session, done) => answer(() => behaviour.connected?.(), done),
    onMailFrom: ({ address }, _session, done) => answer(() => behaviour.sender?.(address), done),
    onRcptTo: ({ address }, _session, done) => answer(() => behaviour.recipient?.(address), done),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (chunks.push(chunk) === 1) behaviour.begun?.();
      });
      stream.on('end', () => {
        // Accepted before the answer is sent: the sender may die without knowing.
        void keep(session, Buffer.concat(chunks))
          .then((message) => {
            messages.push(message);
            answer(
              () => behaviour.received?.(),
              (error) => {
                if (error) messages.splice(messages.indexOf(message), 1);
                done(error);
              }
            );
          })
          .catch(done);
      });
    }
  });
  // A client killed in the middle is what the tests are about.
  server.on('error', () => undefined);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(closed));
  after(close);
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    behave: (next) => (behaviour = next),
    close
  };
}

function answer(act: () => void | Promise<void>, done: (error?: Error | null) => void): void {
  Promise.resolve()
    .then(act)
    .then(
      () => done(),
      (error: unknown) => done(error as Error)
    );
}

async function keep({ envelope }: SMTPServerSession, raw: Buffer): Promise<Received> {
  return {
    to: envelope.rcptTo.map(({ address }) => address),
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    raw: raw.toString('latin1'),
    mail: await PostalMime.parse(raw)
  };
}

/** Every address a scanner would visit in a message: of its text, its HTML, its headers. */
export function links({ mail }: Pick<Received, 'mail'>): string[] {
  const header = mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
  const html = (mail.html ?? '').replaceAll('&amp;', '&');
  const found = `${mail.text ?? ''}\n${html}\n${header}`.matchAll(/https?:\/\/[^\s"'<>]+/g);
  return [...new Set([...found].map(([address]) => address))];
}

/** The files of a message byte for byte: `postal-mime` changes the line ends of a calendar. */
export function files({ raw }: Pick<Received, 'raw'>): { name: string; text: string }[] {
  const parts = raw.matchAll(
    /Content-Disposition: attachment; filename=(\S+)\r\n(?:[\w-]+:.*\r\n)*\r\n([\w+/=\r\n]+)\r\n--/g
  );
  return [...parts].map(([, name = '', content = '']) => ({
    name,
    text: Buffer.from(content, 'base64').toString()
  }));
}
