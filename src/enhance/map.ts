/**
 * The map one can zoom, over the one drawn by the server: offered where the browser has WebGL, loaded when
 * it is asked for. The drawn map stays beneath: its links keep the keyboard and the selection.
 */
import type {
  ExpressionSpecification,
  LineLayerSpecification,
  Map as ZoomableMap,
  StyleSpecification
} from 'maplibre-gl';
import type { FeatureCollection } from 'geojson';
import { ACTIVE_EVENT } from './areas.ts';

export function map(element: HTMLElement): void {
  const offer = element.querySelector<HTMLElement>('[data-zoomable]');
  const button = element.querySelector<HTMLButtonElement>('[data-open]');
  if (!offer || !button || !hasWebGl()) return;
  offer.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    button.textContent = 'Chargement de la carte…';
    open(element).then(
      () => offer.remove(),
      () => (button.textContent = 'La carte à zoomer n’a pas pu s’ouvrir')
    );
  });
}

function hasWebGl(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null;
  } catch {
    return false;
  }
}

type Bounds = [number, number, number, number];

async function open(element: HTMLElement): Promise<void> {
  const [library, outlines] = await Promise.all([
    loadLibrary(),
    fetch(element.dataset['outlines'] ?? '').then((answer) => answer.json()) as Promise<
      FeatureCollection & { bbox?: Bounds }
    >
  ]);
  const place = document.createElement('div');
  place.className = 'zoomed';
  element.prepend(place);
  const base = await loadBasemap(element.dataset['basemap']);
  const own = styleOf(element, withLevels(element, outlines));
  const zoomable = new library.Map({
    container: place,
    style: base ? over(base, own) : own,
    ...(outlines.bbox && { bounds: outlines.bbox }),
    fitBoundsOptions: { padding: 16 },
    keyboard: false,
    dragRotate: false,
    attributionControl: base ? { compact: true } : false,
    cooperativeGestures: true,
    locale: WORDS
  });
  try {
    await new Promise<void>((resolve, reject) => {
      zoomable.once('load', () => resolve());
      zoomable.on('error', ({ error }) => {
        // A tile of the base map that does not come leaves the communes readable.
        if (!base) reject(error instanceof Error ? error : new Error());
      });
    });
  } catch (error) {
    zoomable.remove();
    place.remove();
    throw error;
  }
  zoomable.getCanvas().tabIndex = -1;
  zoomable.addControl(new library.NavigationControl({ showCompass: false }), 'top-right');
  element.classList.add('is-zoomable');
  follow(element, zoomable);
}

const WORDS = {
  'NavigationControl.ZoomIn': 'Zoomer',
  'NavigationControl.ZoomOut': 'Dézoomer',
  'CooperativeGesturesHandler.WindowsHelpText': 'Ctrl et molette pour zoomer',
  'CooperativeGesturesHandler.MacHelpText': '⌘ et molette pour zoomer',
  'CooperativeGesturesHandler.MobileHelpText': 'Deux doigts pour déplacer la carte'
};

async function loadLibrary() {
  const [library, worker, styles] = await Promise.all([
    import('maplibre-gl'),
    import('maplibre-gl/dist/maplibre-gl-worker.mjs?url'),
    import('maplibre-gl/dist/maplibre-gl.css?url')
  ]);
  library.setWorkerUrl(worker.default);
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = styles.default;
  const loaded = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
  });
  document.head.append(link);
  await loaded;
  return library;
}

/** The style of the base map that the installation has chosen; without an answer, the map does without. */
async function loadBasemap(address: string | undefined): Promise<StyleSpecification | null> {
  if (!address) return null;
  try {
    const answer = await fetch(address, {
      credentials: 'omit',
      signal: AbortSignal.timeout(8_000)
    });
    return answer.ok ? ((await answer.json()) as StyleSpecification) : null;
  } catch {
    return null;
  }
}

const COVER_OPACITY = 0.55;

/** Our communes over a base map, whose names are kept apart from ours, and which shows through. */
function over(base: StyleSpecification, own: StyleSpecification): StyleSpecification {
  const apart = (name: string) => `base-${name}`;
  const sources: StyleSpecification['sources'] = { ...own.sources };
  for (const [name, source] of Object.entries(base.sources)) sources[apart(name)] = source;
  const layers = base.layers.map((layer) => ({
    ...layer,
    id: apart(layer.id),
    ...('source' in layer && { source: apart(layer.source) })
  }));
  const covers = own.layers
    .filter(({ type }) => type !== 'background')
    .map((layer) =>
      layer.type === 'fill'
        ? { ...layer, paint: { ...layer.paint, 'fill-opacity': COVER_OPACITY } }
        : layer
    );
  return {
    ...base,
    sources,
    layers: [...layers, ...covers] as StyleSpecification['layers']
  };
}

/** The outlines with the level that the drawn map gives each commune. */
function withLevels(element: HTMLElement, outlines: FeatureCollection): FeatureCollection {
  const levels = new Map(
    [...element.querySelectorAll<SVGAElement>('a[data-code]')].map((link) => [
      link.dataset['code'],
      link.dataset['level']
    ])
  );
  const features = outlines.features.flatMap((feature) => {
    const { level, code } = feature.properties as { level: string; code: string };
    if (level === 'commune' && !levels.has(code)) return [];
    return [{ ...feature, properties: { kind: level, code, level: levels.get(code) ?? 'plain' } }];
  });
  return { type: 'FeatureCollection', features };
}

const NOBODY: ExpressionSpecification = ['==', ['get', 'level'], 'none'];
const COMMUNE: ExpressionSpecification = ['==', ['get', 'kind'], 'commune'];

type LinePaint = NonNullable<LineLayerSpecification['paint']>;
type Token = (name: string) => string;

function styleOf(element: HTMLElement, data: FeatureCollection): StyleSpecification {
  const tokens = getComputedStyle(element);
  const token: Token = (name) => tokens.getPropertyValue(`--${name}`).trim();
  return {
    version: 8,
    sources: { areas: { type: 'geojson', data } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': token('surface') } },
      {
        id: 'areas',
        type: 'fill',
        source: 'areas',
        filter: COMMUNE,
        paint: { 'fill-color': fillOf(token) }
      },
      ...linesOf(token)
    ]
  };
}

function fillOf(token: Token): ExpressionSpecification {
  const steps = ['1', '2', '3', '4'].flatMap((level) => [level, token(`seq${level}`)]);
  const others = ['none', token('seq0'), 'plain', token('brand-tint'), token('line')];
  return ['match', ['get', 'level'], ...steps, ...others] as unknown as ExpressionSpecification;
}

function linesOf(token: Token): LineLayerSpecification[] {
  const line = (
    id: string,
    filter: ExpressionSpecification,
    color: LinePaint['line-color'],
    width: number,
    dashes?: number[]
  ): LineLayerSpecification => ({
    id,
    type: 'line',
    source: 'areas',
    filter,
    paint: {
      'line-color': color,
      'line-width': width,
      ...(dashes && { 'line-dasharray': dashes })
    }
  });
  const [hatched, plain] = [token('line-strong'), token('map-line')];
  const edge: LinePaint['line-color'] = ['match', ['get', 'level'], 'undetermined', hatched, plain];
  return [
    line('edges', ['all', COMMUNE, ['!', NOBODY]], edge, 1),
    line('nobody', ['all', COMMUNE, NOBODY], token('accent'), 1.4, [3, 2]),
    line('groups', ['==', ['get', 'kind'], 'epci'], token('ink'), 1.5),
    line('active', ['==', ['get', 'code'], ''], token('focus'), 4)
  ];
}

/** The same selection as the drawn map: pointing shows, pressing follows the commune's link. */
function follow(element: HTMLElement, zoomable: ZoomableMap): void {
  addHatching(element, zoomable);
  const root = element.closest<HTMLElement>('[data-enhance~="areas"]') ?? element;
  const linkOf = (code: unknown) =>
    element.querySelector<SVGAElement>(`a[data-code="${String(code)}"]`);
  const showActive = (code: string) =>
    zoomable.setFilter('active', ['all', COMMUNE, ['==', ['get', 'code'], code]]);
  showActive(element.querySelector<SVGAElement>('a[aria-current]')?.dataset['code'] ?? '');
  root.addEventListener(ACTIVE_EVENT, (event) => showActive((event as CustomEvent<string>).detail));
  zoomable.on('mousemove', 'areas', ({ features }) => {
    zoomable.getCanvas().style.cursor = 'pointer';
    linkOf(features?.[0]?.properties['code'])?.dispatchEvent(
      new PointerEvent('pointerover', { bubbles: true })
    );
  });
  zoomable.on('mouseleave', 'areas', () => {
    zoomable.getCanvas().style.cursor = '';
    root.dispatchEvent(new PointerEvent('pointerleave'));
  });
  onPress(zoomable.getCanvas(), (point) => {
    const [feature] = zoomable.queryRenderedFeatures(point, { layers: ['areas'] });
    linkOf(feature?.properties['code'])?.dispatchEvent(
      new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 })
    );
  });
}

const STEADY = 6;

/** A press that is not the end of a drag, by mouse or finger. */
function onPress(canvas: HTMLElement, press: (point: [number, number]) => void): void {
  let from: [number, number] = [0, 0];
  canvas.addEventListener('pointerdown', ({ offsetX, offsetY }) => (from = [offsetX, offsetY]));
  canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    if (Math.hypot(offsetX - from[0], offsetY - from[1]) <= STEADY) press([offsetX, offsetY]);
  });
}

const HATCH = 12;

/** « À préciser »: the hatching of the drawn map. */
function addHatching(element: HTMLElement, zoomable: ZoomableMap): void {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = HATCH;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const tokens = getComputedStyle(element);
  pen.fillStyle = tokens.getPropertyValue('--surface');
  pen.fillRect(0, 0, HATCH, HATCH);
  pen.strokeStyle = tokens.getPropertyValue('--line-strong');
  pen.lineWidth = 2;
  for (const shift of [-HATCH, 0, HATCH]) {
    pen.beginPath();
    pen.moveTo(shift, HATCH);
    pen.lineTo(shift + HATCH, 0);
    pen.stroke();
  }
  zoomable.addImage('hatch', pen.getImageData(0, 0, HATCH, HATCH));
  zoomable.addLayer(
    {
      id: 'undetermined',
      type: 'fill',
      source: 'areas',
      filter: ['all', COMMUNE, ['==', ['get', 'level'], 'undetermined']],
      paint: {
        'fill-pattern': 'hatch',
        'fill-opacity': element.dataset['basemap'] ? COVER_OPACITY : 1
      }
    },
    'edges'
  );
}
