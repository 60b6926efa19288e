import { readFileSync } from 'node:fs';
import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import { composePdf, type PdfDocument } from '#server/pdf/compose.ts';
import { formatDate, formatWhen } from '#shared/dates.ts';
import { formatDuration } from '../../certificate.ts';
import { drawPng } from '../links/documents.ts';
import type { Certificate } from './queries.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');
const WORDS = {
  title: 'Attestation de présence',
  certifies: 'L’équipe qui organise atteste que',
  attended: 'a participé à',
  columns: ['Présence enregistrée', 'Horaires'],
  total: 'Durée de présence',
  rule: 'La durée est celle des demi-journées et des séances à l’entrée desquelles la présence a été enregistrée\u00a0; ce qui se recouvre n’est compté qu’une fois.',
  notDpc: 'Ce document n’est pas une attestation de DPC.',
  verify: 'Pour vérifier cette attestation\u00a0:',
  code: 'Code\u00a0: ',
  alt: 'Code QR qui mène à la vérification\u00a0: '
};

/** The certificates of an edition, a page each. The same certificates are the same bytes. @throws PdfFailure */
export function composeCertificates(
  event: Event,
  certificates: readonly Certificate[]
): Promise<Uint8Array> {
  return composePdf(documentOf(event, certificates), { timeoutMs: 60_000 });
}

function documentOf(event: Event, certificates: readonly Certificate[]): PdfDocument {
  const addresses = certificates.map(({ code }) => siteAddress(`/attestation/${code}`));
  const data = {
    title: `${WORDS.title}\u00a0: ${event.title}`,
    words: WORDS,
    event: event.title,
    organiser: event.organiser?.name ?? event.territory.name,
    place: [event.venue.name, event.venue.commune?.name].filter(Boolean).join(', '),
    fictional: event.fictional
      ? 'Exemple de démonstration\u00a0: cette rencontre est inventée.'
      : '',
    certificates: certificates.map((one, at) => ({
      holder: one.holder,
      code: one.code,
      qr: `/code-${at}.png`,
      address: addresses[at],
      shown: addresses[at]!.replace(/^https?:\/\//, ''),
      duration: formatDuration(one.minutes),
      issued: `Établie le ${formatDate(one.issuedAt, event.timeZone)}.`,
      parts: one.parts.map(({ label, startsAt, endsAt }) => [
        label,
        formatWhen(startsAt, endsAt, event.timeZone)
      ])
    }))
  };
  const files = Object.fromEntries(addresses.map((to, at) => [`/code-${at}.png`, drawPng(to)]));
  const last = Math.max(0, ...certificates.map(({ issuedAt }) => issuedAt.getTime()));
  return { source: SOURCE, data, files, at: new Date(last) };
}
