import QRCode from 'qrcode';

/** A code for a telephone, as one path: what a page draws in a square of `size` modules, margin included. */
export interface Code {
  readonly size: number;
  readonly path: string;
}

/** The light modules that a reader needs around the code (ISO 18004). */
const MARGIN = 4;

/** The code of an address: that of « ma place », shown at the door. */
export function drawCode(address: string): Code {
  const { modules } = QRCode.create(address, { errorCorrectionLevel: 'M' });
  const path = Array.from({ length: modules.size }, (_row, y) =>
    Array.from({ length: modules.size }, (_column, x) =>
      modules.get(y, x) ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : ''
    ).join('')
  ).join('');
  return { size: modules.size + 2 * MARGIN, path };
}
