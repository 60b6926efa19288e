import MailComposer from 'nodemailer/lib/mail-composer';
import type { Attachment } from './attachments.ts';
import type { Claim } from './claims.ts';

/** Writes the message as it travels: plain text and HTML, one recipient, and the file it carries if there is one. */
export function composeMessage(
  mail: Claim,
  from: string,
  date: Date,
  attachment: Attachment | null = null
): Promise<Buffer> {
  return new MailComposer({
    from,
    to: { name: mail.recipientName, address: mail.recipient },
    ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    ...(attachment ? { attachments: [attached(attachment)] } : {}),
    messageId: mail.messageId,
    date,
    textEncoding: 'quoted-printable',
    // What arrives from outside is text, never the name of something to read.
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: headers(mail)
  })
    .compile()
    .build();
}

function attached({ name, type, content }: Attachment) {
  // Its bytes as they were written: a calendar ends its lines in its own way.
  const contentTransferEncoding = 'base64' as const;
  return {
    filename: name,
    contentType: type,
    contentTransferEncoding,
    content: Buffer.from(content)
  };
}

function headers({
  unsubscribeUrl
}: Claim): Record<string, string | { prepared: true; value: string }> {
  return {
    // RFC 3834: nobody’s absence message answers it.
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    ...(unsubscribeUrl
      ? {
          'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl}>` },
          // RFC 8058: the mail client offers the button, and sends a POST when somebody presses it.
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
        }
      : {})
  };
}

/** The address within « Maillage <maillage@example.org> ». */
export function bareAddress(from: string): string {
  return (/<([^<>]+)>$/.exec(from.trim())?.[1] ?? from).trim();
}
