import QRCode from 'qrcode';

/** The QR of an address, to be shown on a wall or a screen. */
export function drawRoomQr(address: string): Promise<string> {
  return QRCode.toString(address, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
}
