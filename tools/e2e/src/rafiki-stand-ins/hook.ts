import type { AseWebhook } from './ase-webhook.js';
import { HttpDoor } from './http-door.js';
import { isSignedBy } from './rafiki-signature.js';

/** Takes webhooks and does nothing. */
export class Hook {
  readonly heard: AseWebhook[] = [];
  unsigned = 0;

  private constructor(private readonly door: HttpDoor) {}

  static async open(signatureSecret: string): Promise<Hook> {
    const door = await HttpDoor.open(({ headers, body }) => {
      const signature = String(headers['rafiki-signature']);
      if (isSignedBy(signature, body, signatureSecret)) hook.heard.push(body as AseWebhook);
      else hook.unsigned += 1;
      return { status: 200 };
    });
    const hook = new Hook(door);
    return hook;
  }

  get url(): string {
    return `${this.door.url}/hook`;
  }

  close(): Promise<void> {
    return this.door.close();
  }
}
