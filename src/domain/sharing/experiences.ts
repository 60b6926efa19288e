/** Experiences told to be re-used: their express and full forms, and what an ended project leaves to tell. */
import { formatDate } from '#shared/dates.ts';
import type { ContributionWriting } from './content.ts';
import { EXPRESS_HEADINGS, FULL_HEADINGS, type Heading } from './headings.ts';
import type { Contribution, Texts } from './model.ts';

/** What a full form asks beside the express one. */
export const FURTHER_HEADINGS: readonly Heading[] = FULL_HEADINGS.filter(
  ({ key }) => !EXPRESS_HEADINGS.some((one) => one.key === key)
);

const isFilled =
  (texts: Texts) =>
  ({ key }: Heading) =>
    (texts[key] ?? '').trim() !== '';

export interface ReadHeading extends Heading {
  readonly text: string;
}

/** What was written, in the order of its form; a text of the full form is read in the express one too: nothing is lost. */
export function readHeadings({ texts }: Pick<Contribution, 'texts'>): ReadHeading[] {
  return FULL_HEADINGS.filter(isFilled(texts)).map((one) => ({ ...one, text: texts[one.key]! }));
}

/** Headings of its form that say nothing yet. */
export function emptyHeadings({
  texts,
  details
}: Pick<Contribution<'experience'>, 'texts' | 'details'>): Heading[] {
  const headings = details.form === 'full' ? FULL_HEADINGS : EXPRESS_HEADINGS;
  return headings.filter((one) => !isFilled(texts)(one));
}

/** A full form that says nothing more than the express one may be one page again. */
export function canBeExpress({ texts }: Pick<Contribution, 'texts'>): boolean {
  return !FURTHER_HEADINGS.some(isFilled(texts));
}

/** A web page gives an experience to visitors: an address written there would be read by robots. */
export function holdsMailAddress(text: string): boolean {
  return /[^\s@,;()<>]+@[^\s@,;()<>]+\.[a-z]{2,}/i.test(text);
}

/** « 12 janvier 2026 – 30 avril 2026 »; empty when nothing is said. Civil days. */
export function sayPeriod(from: string | null, to: string | null): string {
  const say = (day: string) => formatDate(new Date(`${day}T12:00:00Z`), 'UTC');
  if (from && to) return from === to ? say(from) : `${say(from)} – ${say(to)}`;
  if (from) return `Depuis le ${say(from)}`;
  return to ? `Jusqu’au ${say(to)}` : '';
}

/** A news of a project, as the experience that follows takes it up. */
export interface ToldNews {
  /** A civil day. */
  readonly day: string;
  readonly body: string;
}

const MOST_TEXT = 20_000;

/** What an ended project already says of the experience that follows: nothing has to be typed twice. */
export function experienceOfProject(
  project: Contribution<'project'>,
  news: readonly ToldNews[],
  sayDay: (civil: string) => string
): ContributionWriting<'experience'> {
  const { title, texts, themes, audiences, carriers, partners, events, where } = project;
  const { startsOn, endsOn } = project.details;
  const context = [project.summary, texts['description'] ?? '', texts['goals'] ?? ''];
  const told = news
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
    .map(({ day, body }) => `${sayDay(day)}\u00a0: ${body}`);
  return {
    title,
    texts: {
      context: context.filter(Boolean).join('\n\n').slice(0, MOST_TEXT),
      done: told.join('\n\n').slice(0, MOST_TEXT)
    },
    themes: themes.map(({ code }) => code),
    audiences: audiences.map(({ code }) => code),
    carriers: carriers.map(asInput),
    partners: partners.map(asInput),
    events: events.map(({ id }) => id),
    related: [project.id],
    where,
    details: { form: 'express', startsOn, endsOn, contact: '' }
  };
}

const asInput = ({ label, structure }: Contribution['carriers'][number]) => ({
  label,
  structure: structure?.id ?? null
});
