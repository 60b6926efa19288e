import { isPath, SIGNATURE_BOX, writePath, type Dot } from '#domain/registrations/signature.ts';
import { button, element } from './markup.ts';

/** Asks somebody to sign with a finger: who changes her mind closes it, and nothing is kept. */
export function askSignature(name: string, entrance: string): Promise<string | null> {
  const strokes: Dot[][] = [];
  const canvas = element('canvas', {
    class: 'pad',
    role: 'img',
    'aria-label': 'Cadre où signer avec le doigt'
  });
  const said = element(
    'p',
    { role: 'status', class: 'soft' },
    'Signez avec le doigt dans le cadre.'
  );
  const dialog = element(
    'dialog',
    { class: 'sheet', 'aria-labelledby': 'titre-signature' },
    element('h2', { id: 'titre-signature' }, `Signature de ${name}`),
    element('p', { class: 'soft' }, `Atteste la présence : ${entrance}.`),
    canvas,
    said
  );
  return new Promise((resolve) => {
    const close = (path: string | null) => {
      dialog.remove();
      resolve(path);
    };
    const clear = () => {
      strokes.length = 0;
      draw(canvas, strokes);
    };
    const keep = () => {
      const path = writePath(strokes, { width: canvas.clientWidth, height: canvas.clientHeight });
      if (isPath(path)) close(path);
      else said.textContent = 'Rien n’est encore signé.';
    };
    dialog.append(
      element(
        'div',
        { class: 'row' },
        button('Enregistrer la signature', { icon: 'check', kind: 'primary' }, keep),
        button('Effacer', {}, clear),
        button('Ne pas signer', {}, () => close(null))
      )
    );
    dialog.addEventListener('cancel', () => close(null));
    document.body.append(dialog);
    dialog.showModal();
    fit(canvas);
    follow(canvas, strokes);
  });
}

function fit(canvas: HTMLCanvasElement): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(
    ((canvas.clientWidth * SIGNATURE_BOX.height) / SIGNATURE_BOX.width) * ratio
  );
}

function follow(canvas: HTMLCanvasElement, strokes: Dot[][]): void {
  let stroke: Dot[] | null = null;
  const dot = (event: PointerEvent): Dot => ({ x: event.offsetX, y: event.offsetY });
  canvas.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = [dot(event)];
    strokes.push(stroke);
    draw(canvas, strokes);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!stroke) return;
    stroke.push(dot(event));
    draw(canvas, strokes);
  });
  const end = () => (stroke = null);
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
}

function draw(canvas: HTMLCanvasElement, strokes: readonly (readonly Dot[])[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = canvas.width / canvas.clientWidth;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.lineWidth = 3 * ratio;
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = '#17313a';
  for (const [first, ...rest] of strokes) {
    if (!first) continue;
    context.beginPath();
    context.moveTo(first.x * ratio, first.y * ratio);
    for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x * ratio, y * ratio);
    context.stroke();
  }
}
