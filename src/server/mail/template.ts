import { escapeMarkup } from '#shared/text.ts';
/** What a message says, in order; every part is plain text, never HTML. */
export interface MailContent {
  readonly greeting?: string;
  readonly paragraphs: readonly string[];
  /** Things to read, each with its page; after the paragraphs. */
  readonly entries?: readonly MailEntry[];
  /** The one thing to do: a page with a button. */
  readonly action?: { readonly label: string; readonly url: string };
  /** A code to type, shown large. */
  readonly code?: string;
  /** Said after the action, smaller. */
  readonly notes?: readonly string[];
  readonly unsubscribeUrl?: string;
}

/** One thing to read, among several. */
export interface MailEntry {
  /** What it is: « Question »; may be empty. */
  readonly kicker: string;
  readonly title: string;
  /** May be empty: it has no page. */
  readonly url: string;
  readonly text: string;
  /** Why it is there. */
  readonly note: string;
  /** What may be done at once about it. */
  readonly action?: { readonly label: string; readonly url: string };
}

const SIGNATURE = 'Maillage — qui fait quoi, pour qui, où, et avec qui.';

/** The one template of every message: the same words as plain text and as HTML. */
export function renderMail(content: MailContent): { text: string; html: string } {
  return { text: asText(content), html: asHtml(content) };
}

function asText(content: MailContent) {
  const { greeting, paragraphs, entries = [], action, code, notes = [], unsubscribeUrl } = content;
  const parts = [
    ...(greeting ? [greeting] : []),
    ...paragraphs,
    ...entries.map(entryText),
    ...(action ? [`${action.label} :\n${action.url}`] : []),
    ...(code ? [`Code : ${code}`] : []),
    ...notes,
    `-- \n${SIGNATURE}`,
    ...(unsubscribeUrl ? [`Ne plus recevoir ces messages :\n${unsubscribeUrl}`] : [])
  ];
  return `${parts.join('\n\n')}\n`;
}

/**
 * Inline styles are what every mail client understands; the sheet only turns colours over where the client follows
 * a dark preference. One column of 600 px, no image, no table: nothing to block, nothing to misplace.
 */
const DARK =
  '@media (prefers-color-scheme:dark){.m-body{background:#10191C!important;color:#E8EEEC!important}.m-card{background:#18252A!important;border-color:#2C3D43!important}.m-soft,.m-soft a{color:#A9BBBD!important}.m-name,.m-link{color:#7CC4BF!important}.m-button{background:#7CC4BF!important;color:#10191C!important}}';
const FONT = "font-family:'Atkinson Hyperlegible Next','Segoe UI',Verdana,sans-serif";
const SOFT = 'color:#4A5F66';

function asHtml(content: MailContent): string {
  const { greeting, paragraphs, entries = [], action, code, notes = [] } = content;
  const inside = [
    ...[...(greeting ? [greeting] : []), ...paragraphs].map((text) => paragraph(text)),
    ...entries.map(entryHtml),
    ...(action ? [button(action)] : []),
    ...(code
      ? [
          `<p style="margin:0 0 16px">Code : <b style="display:block;font-size:30px;letter-spacing:6px">${escapeMarkup(code)}</b></p>`
        ]
      : []),
    ...notes.map((note) => paragraph(note, 'm-soft', `${SOFT};font-size:15px`))
  ].join('');
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>Maillage</title><style>:root{color-scheme:light dark}${DARK}</style></head><body class="m-body" style="margin:0;background:#FBFAF6;color:#17313A;${FONT};font-size:17px;line-height:1.55"><div style="max-width:600px;margin:0 auto;padding:32px 20px"><p class="m-name" style="margin:0 0 24px;font-weight:700;color:#0F5C63">Maillage</p><div class="m-card" style="background:#FFFFFF;border:1px solid #D9DED9;border-radius:10px;padding:28px 24px 12px">${inside}</div>${foot(content)}</div></body></html>`;
}

function entryText({ kicker, title, url, text, note, action }: MailEntry): string {
  const lines = [[kicker, title].filter(Boolean).join(' — '), text, note && `(${note})`, url];
  return [...lines, action && `${action.label} :\n${action.url}`].filter(Boolean).join('\n');
}

function entryHtml({ kicker, title, url, text, note, action }: MailEntry): string {
  const link = (href: string, label: string) =>
    `<a class="m-link" href="${escapeMarkup(href)}" style="color:#0F5C63;font-weight:600">${escapeMarkup(label)}</a>`;
  return `<div style="margin:0 0 20px;padding:0 0 4px;border-bottom:1px solid #D9DED9">${kicker && `<p class="m-soft" style="margin:0;${SOFT};font-size:14px;font-weight:600">${escapeMarkup(kicker)}</p>`}<p style="margin:0 0 4px">${url ? link(url, title) : `<b>${escapeMarkup(title)}</b>`}</p>${text && paragraph(text, '', 'margin-bottom:4px')}${note && paragraph(note, 'm-soft', `${SOFT};font-size:14px`)}${action ? `<p style="margin:0 0 16px">${link(action.url, action.label)}</p>` : ''}</div>`;
}

function paragraph(text: string, name = '', style = ''): string {
  return `<p${name && ` class="${name}"`} style="margin:0 0 16px;${style}">${escapeMarkup(text).replaceAll('\n', '<br>')}</p>`;
}

/** The address is written too: some clients take buttons away, and one likes to see where one goes. */
function button({ label, url }: { label: string; url: string }): string {
  const href = escapeMarkup(url);
  return `<p style="margin:24px 0 12px"><a class="m-button" href="${href}" style="display:inline-block;padding:14px 22px;border-radius:6px;background:#0F5C63;color:#FFFFFF;text-decoration:none;font-weight:600">${escapeMarkup(label)}</a></p><p class="m-soft" style="margin:0 0 20px;${SOFT};font-size:14px;word-break:break-all"><a class="m-link" href="${href}" style="${SOFT}">${href}</a></p>`;
}

function foot({ unsubscribeUrl }: MailContent): string {
  const leave = unsubscribeUrl
    ? `<br><a href="${escapeMarkup(unsubscribeUrl)}" style="${SOFT}">Ne plus recevoir ces messages</a>`
    : '';
  return `<p class="m-soft" style="margin:20px 0 0;${SOFT};font-size:14px">${escapeMarkup(SIGNATURE)}${leave}</p>`;
}
