/** What a mail server says of a message it accepted and could not deliver (RFC 3464). */
export interface BounceReport {
  /** Message-ID of the message that came back, when the report includes it. */
  readonly messageId: string | null;
  readonly recipient: string;
  /** RFC 3463: « 5.1.1 ». */
  readonly status: string;
  /** What the remote server answered. */
  readonly diagnostic: string;
}

/** RFC 3463 §3.2: the mailbox itself is wrong, and will be tomorrow. */
const BAD_MAILBOX = /^5\.1\.(0|1|2|3|6|10)$/;

/** @returns whether it says that the mailbox does not exist, rather than that it is full or that we are refused. */
export function namesTheMailbox(status: string): boolean {
  return BAD_MAILBOX.test(status);
}

/**
 * Reads a delivery status notification.
 * @param raw - the whole message.
 * @returns null when it is none, or speaks of a delay or a success.
 */
export function readBounceReport(raw: string): BounceReport | null {
  const text = raw.replaceAll('\r\n', '\n').replace(/\n[ \t]+/g, ' ');
  const [head = ''] = text.split('\n\n', 1);
  if (!/^content-type:\s*multipart\/report\b/im.test(head)) return null;
  const boundary = /boundary="?([^";\n]+)"?/i.exec(head)?.[1];
  if (!boundary) return null;
  const parts = text.split(`--${boundary}`).slice(1);
  const report = parts.find((part) => /^content-type:\s*message\/delivery-status/im.test(part));
  if (!report || field(report, 'Action')?.toLowerCase() !== 'failed') return null;
  const recipient = /;\s*<?([^\s<>]+@[^\s<>]+?)>?\s*$/.exec(
    field(report, 'Final-Recipient') ?? field(report, 'Original-Recipient') ?? ''
  )?.[1];
  if (!recipient) return null;
  const original = parts.find((part) =>
    /^content-type:\s*(message\/rfc822|text\/rfc822-headers|message\/global)/im.test(part)
  );
  return {
    messageId:
      /(<[^<>\s]+>)/.exec(original ? (field(original, 'Message-ID') ?? '') : '')?.[1] ?? null,
    recipient: recipient.toLowerCase(),
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(field(report, 'Status') ?? '')?.[0] ?? '5.0.0',
    diagnostic: (field(report, 'Diagnostic-Code') ?? '').replace(/^smtp;\s*/i, '').slice(0, 500)
  };
}

function field(part: string, name: string): string | null {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(part)?.[1]?.trim() ?? null;
}
