/** What a message says, in order; every part is plain text, never HTML. */
export interface MailContent {
  readonly greeting?: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do: a page with a button. */
  readonly action?: { readonly label: string; readonly url: string };
  /** A code to type, shown large. */
  readonly code?: string;
  /** Said after the action, smaller. */
  readonly notes?: readonly string[];
  readonly unsubscribeUrl?: string;
}

const SIGNATURE = 'Maillage — qui fait quoi, pour qui, où, et avec qui.';

/** The one template of every message: the same words as plain text and as HTML. */
export function renderMail(content: MailContent): { text: string; html: string } {
  return { text: asText(content), html: asHtml(content) };
}

function asText({ greeting, paragraphs, action, code, notes = [], unsubscribeUrl }: MailContent) {
  const parts = [
    ...(greeting ? [greeting] : []),
    ...paragraphs,
    ...(action ? [`${action.label} :\n${action.url}`] : []),
    ...(code ? [`Code : ${code}`] : []),
    ...notes,
    `-- \n${SIGNATURE}`,
    ...(unsubscribeUrl ? [`Ne plus recevoir ces messages :\n${unsubscribeUrl}`] : [])
  ];
  return `${parts.join('\n\n')}\n`;
}

const FONT = "font-family:'Atkinson Hyperlegible Next','Segoe UI',Verdana,sans-serif";

function asHtml(content: MailContent): string {
  const { greeting, paragraphs, action, code, notes = [], unsubscribeUrl } = content;
  const p = (text: string, style = '') =>
    `<p style="margin:0 0 16px;${style}">${escape(text).replaceAll('\n', '<br>')}</p>`;
  const button = action
    ? `<p style="margin:24px 0"><a href="${escape(action.url)}" style="display:inline-block;padding:14px 22px;border-radius:6px;background:#0F5C63;color:#FFFFFF;text-decoration:none;font-weight:600">${escape(action.label)}</a></p>`
    : '';
  const figures = code
    ? `<p style="margin:0 0 16px;font-size:30px;letter-spacing:6px;font-weight:700">${escape(code)}</p>`
    : '';
  const small = notes.map((note) => p(note, 'color:#4A5F66;font-size:15px')).join('');
  const leave = unsubscribeUrl
    ? `<br><a href="${escape(unsubscribeUrl)}" style="color:#4A5F66">Ne plus recevoir ces messages</a>`
    : '';
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Maillage</title></head><body style="margin:0;background:#FBFAF6;color:#17313A;${FONT};font-size:17px;line-height:1.55"><div style="max-width:600px;margin:0 auto;padding:32px 20px"><p style="margin:0 0 24px;font-weight:700;color:#0F5C63">Maillage</p><div style="background:#FFFFFF;border:1px solid #D9DED9;border-radius:10px;padding:28px 24px">${greeting ? p(greeting) : ''}${paragraphs.map((text) => p(text)).join('')}${button}${figures}${small}</div><p style="margin:20px 0 0;color:#4A5F66;font-size:14px">${escape(SIGNATURE)}${leave}</p></div></body></html>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;'
  };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
