/** What a volunteer hears and feels, without looking at the screen. */

export type Tone = 'ok' | 'already' | 'unknown' | 'elsewhere';

/** Two or three notes each: frequency in hertz, and how long in seconds. */
const NOTES: Readonly<Record<Tone, readonly (readonly [number, number])[]>> = {
  ok: [
    [660, 0.09],
    [990, 0.16]
  ],
  already: [
    [440, 0.12],
    [440, 0.12]
  ],
  unknown: [
    [220, 0.16],
    [165, 0.3]
  ],
  elsewhere: [
    [520, 0.12],
    [390, 0.12],
    [520, 0.12]
  ]
};

const VIBRATIONS: Readonly<Record<Tone, number | number[]>> = {
  ok: 80,
  already: [60, 80, 60],
  unknown: [250, 80, 250],
  elsewhere: [60, 60, 60, 60, 60]
};

let context: AudioContext | undefined;

/** Browsers make no sound before a person has touched the page: to be called then. */
export function wakeSound(): void {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
  } catch {
    // A telephone without sound still has colours, words and vibrations.
  }
}

export function signal(tone: Tone, sound: boolean): void {
  navigator.vibrate?.(VIBRATIONS[tone]);
  if (!sound || context?.state !== 'running') return;
  let at = context.currentTime;
  for (const [frequency, lasts] of NOTES[tone]) {
    note(context, frequency, at, lasts);
    at += lasts + 0.03;
  }
}

function note(audio: AudioContext, frequency: number, at: number, lasts: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.4, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + lasts);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + lasts + 0.02);
}
