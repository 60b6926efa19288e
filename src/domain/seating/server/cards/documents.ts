import { readFileSync } from 'node:fs';
import type { Event } from '#domain/events/model.ts';
import { composeSigns, drawSigns } from '#domain/registrations/server/signs/documents.ts';
import { composePdf, composePicture, type PdfDocument } from '#server/pdf/compose.ts';
import { civilTime, formatHour } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import { planLines, tablePapers, type PaperKind, type TablePaper } from '../../papers.ts';
import type { PlanGuest, TablePlan } from '../../plan.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');
/** What a picture shows of the whole plan. */
const PICTURED = 24;

type Edition = Pick<Event, 'title' | 'timeZone' | 'updatedAt'>;
interface Papers {
  readonly plan: TablePlan;
  readonly guests: readonly PlanGuest[];
}

/** Signs to fold, host sheets or the whole plan. @throws PdfFailure */
export function composeTables(
  event: Edition,
  kind: PaperKind,
  { plan, guests }: Papers
): Promise<Uint8Array> {
  if (kind === 'chevalets') return composeSigns(event, 'tables', signs(tablePapers(plan, guests)));
  return composePdf(documentOf(event, kind, { plan, guests }), { timeoutMs: 60_000 });
}

/** The first page of it, as a picture. @throws PdfFailure */
export function drawTables(
  event: Edition,
  kind: PaperKind,
  { plan, guests }: Papers
): Promise<Uint8Array> {
  if (kind === 'chevalets') return drawSigns(event, 'tables', signs(tablePapers(plan, guests)));
  const table = Math.min(...plan.seats.map((seat) => seat.table));
  const few =
    kind === 'fiches'
      ? { plan: { ...plan, seats: plan.seats.filter((seat) => seat.table === table) }, guests }
      : { plan, guests: guests.slice(0, PICTURED) };
  return composePicture(documentOf(event, kind, few));
}

/** Its name, large, with its number; or its number alone. */
function signs(papers: readonly TablePaper[]) {
  return papers.map(({ table, name }) => ({
    ...{ title: name || String(table), note: name ? `Table ${table}` : 'Table' },
    lines: []
  }));
}

function documentOf(event: Edition, kind: PaperKind, { plan, guests }: Papers): PdfDocument {
  const what = kind === 'fiches' ? 'Fiches d’animation des tables' : 'Plan de tables';
  const when = (startsAt: Date | null) =>
    startsAt ? formatHour(civilTime(startsAt, event.timeZone)) : '';
  const data = {
    title: `${what}\u00a0: ${event.title}`,
    foot: `${what} · ${event.title}`,
    ...{ event: event.title, kind },
    caution: 'Noms et structures\u00a0: pour l’équipe, à ne pas afficher.',
    rounds: plan.rounds.map((one) => ({ number: one.number, when: when(one.startsAt) })),
    tables: kind === 'fiches' ? sheets(plan, guests, when) : [],
    people: kind === 'plan' ? planLines(plan, guests) : []
  };
  return { source: SOURCE, data, at: event.updatedAt };
}

function sheets(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  when: (startsAt: Date | null) => string
) {
  return tablePapers(plan, guests).map(({ table, name, rounds }) => ({
    title: name ? `Table ${table}, ${name}` : `Table ${table}`,
    rounds: rounds
      .filter((round) => round.guests.length > 0)
      .map((round) => ({
        ...{ number: round.number, when: when(round.startsAt), topic: round.topic },
        count: plural(round.guests.length, 'personne'),
        guests: round.guests
      }))
  }));
}
