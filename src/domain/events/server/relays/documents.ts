import { readFileSync } from 'node:fs';
import QRCode from 'qrcode';
import { siteAddress } from '#server/http/address.ts';
import { composePdf } from '#server/pdf/compose.ts';
import type { Event } from '../../model.ts';
import { writePoster } from '../../poster.ts';
import { shortPath, type Relay } from '../../relays.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');

/** The code that a telephone reads to register by this relay: SVG, its four light modules of margin included. */
export function drawQr(relay: Pick<Relay, 'id'>): Promise<string> {
  return QRCode.toString(siteAddress(shortPath(relay.id)), {
    type: 'svg',
    margin: 4,
    errorCorrectionLevel: 'M'
  });
}

/**
 * The poster of a relay, an A4 page.
 * @throws PdfFailure
 */
export async function composePoster(
  event: Event,
  relay: Pick<Relay, 'id' | 'name'>
): Promise<Uint8Array> {
  const data = writePoster(event, relay, siteAddress(shortPath(relay.id)));
  const files = { '/qr.svg': new TextEncoder().encode(await drawQr(relay)) };
  return composePdf({ source: SOURCE, data, files, at: event.updatedAt });
}
