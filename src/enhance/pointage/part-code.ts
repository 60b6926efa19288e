import { button, element } from './markup.ts';
import { openCamera, type Camera } from './scanner.ts';

/** One of the ways of welcoming; only one is open at a time. */
export interface Part {
  readonly element: HTMLElement;
  open(): void;
  close(): void;
  refresh(): void;
}

/** The camera, and what to do when there is none. */
export function codePart(onCode: (text: string) => void, byName: () => void): Part {
  let camera: Camera | null = null;
  let wanted = false;
  let facing: Camera['facing'] = 'environment';
  const video = element('video', {
    playsinline: true,
    muted: true,
    'aria-label': 'Image de la caméra'
  });
  video.muted = true;
  const said = element('p', { class: 'said' });
  const tools = element('div', { class: 'row' });
  const frame = element('div', { class: 'frame' }, video, element('span', { class: 'target' }));
  const part = element(
    'section',
    { class: 'part', 'aria-label': 'Lire un code' },
    frame,
    said,
    tools
  );

  async function start(): Promise<void> {
    wanted = true;
    frame.hidden = false;
    said.textContent = 'La caméra s’ouvre…';
    tools.replaceChildren();
    try {
      const opened = await openCamera(video, facing, onCode);
      if (!wanted) {
        opened.stop();
        return;
      }
      camera = opened;
      said.textContent = 'Présentez le code devant la caméra, à une main de distance.';
      showTools(opened);
    } catch (error) {
      fail(error);
    }
  }

  function showTools(opened: Camera): void {
    let lit = false;
    const light = button('Lampe', { icon: 'sun', pressed: false }, () => {
      lit = !lit;
      light.setAttribute('aria-pressed', String(lit));
      void opened.light(lit).catch(() => (light.hidden = true));
    });
    const turn = button('Autre caméra', { icon: 'arrow-up-down' }, () => {
      facing = facing === 'environment' ? 'user' : 'environment';
      stop();
      void start();
    });
    tools.replaceChildren(...(opened.hasLight ? [light] : []), turn);
  }

  function fail(error: unknown): void {
    frame.hidden = true;
    const refused = error instanceof DOMException && error.name === 'NotAllowedError';
    said.textContent = refused
      ? 'La caméra est refusée. Autorisez-la dans les réglages du navigateur, ou cherchez par le nom.'
      : 'Aucune caméra ne répond. Cherchez par le nom : tout le reste fonctionne.';
    tools.replaceChildren(
      button('Chercher par le nom', { icon: 'search', kind: 'primary' }, byName),
      button('Réessayer', {}, () => void start())
    );
  }

  function stop(): void {
    wanted = false;
    camera?.stop();
    camera = null;
  }

  return { element: part, open: () => void start(), close: stop, refresh: () => undefined };
}
