/** Reads codes with the camera: by the browser where it knows how, else by a library loaded then (qr, MIT). */

type Read = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** Between two readings, in milliseconds. */
const PACE = 120;
/** The same code held before the camera is one gesture. */
const SAME = 4_000;
/** Wide enough for a code at arm's length, small enough for an old telephone. */
const SIDE = 640;

export interface Camera {
  /** Which way it looks. */
  readonly facing: 'environment' | 'user';
  readonly hasLight: boolean;
  light(on: boolean): Promise<void>;
  stop(): void;
}

/**
 * Opens the camera in a video element and tells each code once.
 * @throws DOMException when the camera is refused, or there is none.
 */
export async function openCamera(
  video: HTMLVideoElement,
  facing: Camera['facing'],
  onCode: (text: string) => void
): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 720 } }
  });
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  const once = remember(onCode);
  let timer = 0;
  let stopped = false;
  const look = async () => {
    const text = video.readyState >= 2 ? await read(video).catch(() => null) : null;
    if (stopped) return;
    if (text) once(text);
    timer = window.setTimeout(() => void look(), PACE);
  };
  void look();
  const track = stream.getVideoTracks()[0];
  const able = track?.getCapabilities?.() as { torch?: boolean } | undefined;
  return {
    facing,
    hasLight: able?.torch === true,
    light: async (on) => {
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      for (const one of stream.getTracks()) one.stop();
      video.srcObject = null;
    }
  };
}

function remember(onCode: (text: string) => void): (text: string) => void {
  let last = '';
  let seenAt = 0;
  return (text) => {
    const now = Date.now();
    const isNew = text !== last || now - seenAt > SAME;
    last = text;
    seenAt = now;
    if (isNew) onCode(text);
  };
}

async function reader(): Promise<Read> {
  const native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats: string[] = native ? await native.getSupportedFormats().catch(() => []) : [];
  if (native && formats.includes('qr_code')) {
    const detector = new native({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    if (!drawing) return null;
    const side = Math.min(video.videoWidth, video.videoHeight);
    const [left, top] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
    drawing.drawImage(video, left, top, side, side, 0, 0, SIDE, SIDE);
    // No code in this image is an exception of the library, not of ours.
    return decodeQR(drawing.getImageData(0, 0, SIDE, SIDE));
  };
}
