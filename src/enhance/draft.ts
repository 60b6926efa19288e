const EVERY = 4000;
const RETRY = 10_000;
const LOOK = 30_000;

interface Answer {
  savedAt?: string | null;
  presence: string;
}

/**
 * Keeps what is typed in a form as a draft on the server, every few seconds, and says so; tells who else is at the same
 * fiche. When the network fails it says that too, tries again, and asks before the page is left. Without JavaScript, a
 * button does the first.
 */
export function draft(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const address = form.dataset['draft'];
  if (!address) return;
  new Autosave(form, address).start();
}

class Autosave {
  readonly #form: HTMLFormElement;
  readonly #address: string;
  readonly #state = document.querySelector<HTMLElement>('[data-draft-state]');
  readonly #alert = document.querySelector<HTMLElement>('[data-draft-alert]');
  #isDirty = false;
  #isSending = false;
  #isLeaving = false;
  #isPlanned = false;
  #hasFailed = false;

  constructor(form: HTMLFormElement, address: string) {
    this.#form = form;
    this.#address = address;
  }

  start(): void {
    this.#state?.setAttribute('role', 'status');
    for (const manual of this.#form.querySelectorAll<HTMLElement>('[data-without-script]'))
      manual.hidden = true;
    const changed = () => {
      this.#isDirty = true;
      this.#plan(EVERY);
    };
    this.#form.addEventListener('input', changed);
    this.#form.addEventListener('chosen', changed);
    // Submitting keeps the draft by itself.
    this.#form.addEventListener('submit', (event) => this.#submit(event));
    window.addEventListener('offline', () => this.#warn());
    window.addEventListener('online', () => void this.#save());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.#isDirty) void this.#save();
    });
    window.addEventListener('beforeunload', (event) => {
      if (this.#isDirty && !this.#isLeaving) event.preventDefault();
    });
    setInterval(() => void this.#look(), LOOK);
  }

  /** Without a network the browser would leave the page for its own error, and what was typed with it. */
  #submit(event: SubmitEvent): void {
    if (navigator.onLine && !this.#hasFailed) {
      this.#isLeaving = true;
      return;
    }
    event.preventDefault();
    this.#isDirty = true;
    this.#warn();
    void this.#save();
  }

  #warn(): void {
    this.#hasFailed = true;
    if (this.#alert) this.#alert.hidden = false;
    this.#say('Non enregistré pour l’instant : le réseau ne répond pas, nouvel essai…');
  }

  #recover(): void {
    this.#hasFailed = false;
    if (this.#alert) this.#alert.hidden = true;
  }

  #plan(delay: number): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => {
      this.#isPlanned = false;
      void this.#save();
    }, delay);
  }

  async #save(): Promise<void> {
    if (this.#isLeaving) return;
    if (this.#isSending) {
      this.#plan(EVERY);
      return;
    }
    this.#isSending = true;
    this.#isDirty = false;
    try {
      const response = await fetch(this.#address, {
        method: 'POST',
        body: new FormData(this.#form),
        keepalive: document.visibilityState === 'hidden'
      });
      if (!response.ok) throw new Error(String(response.status));
      const answer = (await response.json()) as Answer;
      this.#recover();
      this.#say(answer.savedAt ? `Brouillon enregistré à ${hourOf(answer.savedAt)}.` : '');
      showPresence(answer.presence);
    } catch {
      this.#isDirty = true;
      this.#warn();
      this.#plan(RETRY);
    } finally {
      this.#isSending = false;
    }
  }

  async #look(): Promise<void> {
    if (document.visibilityState === 'hidden') return;
    try {
      const response = await fetch(this.#address, { headers: { accept: 'application/json' } });
      if (response.ok) showPresence(((await response.json()) as Answer).presence);
    } catch {
      // Offline: who else is there will be known at the next look.
    }
  }

  #say(text: string): void {
    if (this.#state && text) this.#state.textContent = text;
  }
}

function hourOf(instant: string): string {
  const parts = new Date(instant).toLocaleTimeString('fr-FR', {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'Europe/Paris'
  });
  return parts.replace(':', '\u00a0h\u00a0');
}

/** The region is a live one: what appears in it is read out, what stays is not repeated. */
function showPresence(text: string): void {
  const region = document.querySelector<HTMLElement>('[data-presence]');
  if (!region || region.textContent?.trim() === text) return;
  region.replaceChildren();
  if (!text) return;
  const line = document.createElement('p');
  line.className = 'presence';
  line.textContent = text;
  region.append(line);
}
