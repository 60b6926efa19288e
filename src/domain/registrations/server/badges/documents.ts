import { readFileSync } from 'node:fs';
import type { Event } from '#domain/events/model.ts';
import { composePdf, composePicture, type PdfDocument } from '#server/pdf/compose.ts';
import { abridge } from '#shared/text.ts';
import { BADGE_FORMATS, type Badge, type BadgeFormatName } from '../../badges.ts';
import { drawPng } from '../links/documents.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');
/** What is told to who photographs. */
const WORDS = { yes: 'photo d’accord', no: 'pas de photo', unasked: '' };
/** Past this, a badge is read by nobody. */
const MOST_SESSIONS = 4;
const LONGEST_SESSION = 58;
const LONGEST_TITLE = 72;
const MS_EACH = 60;

/** The badges of an edition, as many to a page as their format says, with marks to cut along. @throws PdfFailure */
export function composeBadges(
  event: Pick<Event, 'title' | 'updatedAt'>,
  badges: readonly Badge[],
  format: BadgeFormatName
): Promise<Uint8Array> {
  // Two thousand, with long names and tables, took a busy machine more than a minute: each is given time.
  return composePdf(documentOf(event, badges, format), {
    timeoutMs: 60_000 + badges.length * MS_EACH
  });
}

/** The first page of them, as a picture. @throws PdfFailure */
export function drawBadges(
  event: Pick<Event, 'title' | 'updatedAt'>,
  badges: readonly Badge[],
  format: BadgeFormatName
): Promise<Uint8Array> {
  const { columns, rows } = BADGE_FORMATS[format];
  return composePicture(documentOf(event, badges.slice(0, columns * rows), format));
}

function documentOf(
  event: Pick<Event, 'title' | 'updatedAt'>,
  badges: readonly Badge[],
  format: BadgeFormatName
): PdfDocument {
  const data = {
    title: `Badges\u00a0: ${event.title}`,
    event: abridge(event.title, LONGEST_TITLE),
    words: WORDS,
    format: BADGE_FORMATS[format],
    badges: badges.map(({ code: _, ...badge }, at) => ({
      ...badge,
      sessions: shortened(badge.sessions),
      ems: widths(badge),
      qr: qrName(at),
      alt: `Code QR d’accueil de ${[badge.firstName, badge.lastName].filter(Boolean).join(' ')}`
    }))
  };
  const files = Object.fromEntries(badges.map(({ code }, at) => [qrName(at), drawPng(code)]));
  return { source: SOURCE, data, files, at: event.updatedAt };
}

function qrName(at: number): string {
  return `/code-${at}.png`;
}

function shortened(sessions: readonly string[]): string[] {
  const short = sessions.map((one) => abridge(one, LONGEST_SESSION));
  if (short.length <= MOST_SESSIONS) return short;
  const others = short.length - MOST_SESSIONS + 1;
  return [...short.slice(0, MOST_SESSIONS - 1), `et ${others} autres`];
}

/** How wide each text is at most, in ems, so that most of them need not be measured to be known to hold. */
function widths({
  firstName,
  lastName,
  profession,
  structure,
  category,
  sessions,
  tables
}: Omit<Badge, 'code'>) {
  return {
    firstName: ems(firstName),
    lastName: ems(lastName),
    profession: ems(profession),
    structure: ems(structure),
    category: ems(category),
    sessions: Math.max(0, ...sessions.map(ems)),
    tables: Math.max(0, ...tables.map(ems))
  };
}

/** Above what the bold letters of our fonts measure; those of other scripts are taken as the widest. */
function ems(text: string): number {
  let width = 0;
  for (const letter of text)
    width += /[ijlt'’.,:;|! fr-]/.test(letter)
      ? 0.44
      : /[a-ln-vx-zà-öø-ý\d]/.test(letter)
        ? 0.64
        : 1;
  return width;
}
