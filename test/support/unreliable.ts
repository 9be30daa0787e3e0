import type { UserError } from '../../src/common/errors.ts';
import type { Clock } from '../../src/common/time.ts';
import type { Job, JobPageOptions, JobRequest, Page } from '../../src/jobs/api.ts';
import { serviceError } from '../../src/jobs/serviceErrors.ts';
import { aJob, FakeService } from './jobs.ts';

/** Numbers from 0 to 1 (exclusive) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a service answered, as openaiApi.ts tells it. */
export function answered(status: number, message = `status ${status}`): UserError {
  return serviceError('fake', { status, message });
}

/** No answer came. */
export function unanswered(networkCode: string): UserError {
  return serviceError('fake', { networkCode });
}

interface Temper {
  readonly random: () => number;
  readonly clock: Clock;
  readonly keepsMetadata: boolean;
  /** How often a request goes wrong, from 0 to 1. */
  readonly faults: number;
}

/** How the creation of a job may go wrong. */
const creationFaults = [
  'refused',
  'gateway',
  'lost',
  'lateLost',
  'gatewayAfter',
  'notJson',
  'unreached',
  'notReady',
] as const;

/** A service whose requests go wrong at random: before and after they did what they should. */
export class UnreliableService extends FakeService {
  readonly #temper: Temper;

  constructor(temper: Temper) {
    super();
    this.#temper = temper;
  }

  #mayFail(): void {
    const { random, faults } = this.#temper;
    if (random() >= faults / 2) return;
    throw random() < 0.5 ? answered(503) : unanswered('ECONNRESET');
  }

  override async uploadFile(file: File) {
    this.#mayFail();
    const sent = await super.uploadFile(file);
    this.#mayFail();
    return sent;
  }

  override async retrieveFile(id: string) {
    this.#mayFail();
    return super.retrieveFile(id);
  }

  override async listJobs({ metadata }: JobPageOptions = {}): Promise<Page<Job>> {
    this.#mayFail();
    if (metadata && this.#temper.random() < 0.3) throw answered(400);
    return super.listJobs();
  }

  override async createJob(request: JobRequest): Promise<Job> {
    const { random, faults, clock } = this.#temper;
    if (random() >= faults) return this.#create(request);
    const fault = String(creationFaults[Math.floor(random() * creationFaults.length)]);
    switch (fault) {
      case 'refused':
        throw answered(429);
      case 'gateway':
        throw answered(502);
      case 'lost':
        await this.#create(request);
        throw unanswered('ECONNRESET');
      case 'lateLost':
        clock.after(random() * 25_000, () => void this.#create(request));
        throw unanswered('ETIMEDOUT');
      case 'gatewayAfter':
        await this.#create(request);
        throw answered(504);
      case 'notJson':
        await this.#create(request);
        return aJob({ id: '' });
      case 'unreached':
        throw unanswered('ECONNREFUSED');
      default:
        throw answered(400, 'File file-1 is not ready');
    }
  }

  #create({ metadata, ...request }: JobRequest): Promise<Job> {
    return super.createJob({ ...request, ...(this.#temper.keepsMetadata && metadata && { metadata }) });
  }
}

/** A process that is killed at its n-th step to the outside, before or after that did what it should. */
export class Mortal {
  #stepsLeft: number;
  readonly #diesAfter: boolean;
  #die: () => void = () => undefined;
  readonly death = new Promise<'killed'>((resolve) => (this.#die = () => resolve('killed')));
  #isDead = false;

  constructor(steps: number, diesAfter: boolean) {
    this.#stepsLeft = steps;
    this.#diesAfter = diesAfter;
  }

  /** Every method of `outside` as this process reaches it. What a dead process asked for never comes back. */
  reaching<T extends object>(outside: T): T {
    return new Proxy(outside, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...given: unknown[]): Promise<unknown> => {
          if (this.#isDead) return forever();
          const isLast = --this.#stepsLeft === 0;
          if (isLast && !this.#diesAfter) return this.#end();
          const done: unknown = await Reflect.apply(member, target, given);
          return isLast || this.#isDead ? this.#end() : done;
        };
      },
    });
  }

  #end(): Promise<never> {
    this.#isDead = true;
    this.#die();
    return forever();
  }
}

const forever = (): Promise<never> => new Promise<never>(() => undefined);
