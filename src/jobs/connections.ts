import type { Target } from '../dataset/targets.ts';
import type { ServiceApi } from './api.ts';
import type { LearnedFeatures } from './features.ts';

/** local = the server that ships with the extension; the others come from the setting `finetune.connections`. */
export type ConnectionKind = 'local' | 'openai' | 'azure' | 'compatible';

/** A service a person has set up. It knows how to reach the service; who asks does not. */
export interface Connection {
  /** Unique and stable; what settings and job files refer to. */
  readonly name: string;
  readonly kind: ConnectionKind;
  /** Stands for the service in names of files: another address, organization or project is another place. */
  readonly place: string;
  /** Host and port as shown to people, so that nobody launches on the wrong service. */
  readonly host: string;
  /** Whose rules files and requests are checked against. */
  readonly target: Target;
  /** Characters that a suffix may have. */
  readonly suffixLimit: number;
  /** What the service was found not to do. */
  readonly features: LearnedFeatures;
  /**
   * The service's API, ready to be asked. For the local connection this adopts the server or starts it; one that a person
   * stopped is started again for a person only. A person may be asked for a key or to sign in. Throws a UserError where
   * the service cannot be had.
   */
  open(by: 'person' | 'background', signal?: AbortSignal): Promise<ServiceApi>;
  /** True if asking costs nothing but the asking: the service was in use before, so opening it surprises nobody. */
  wasUsed(): Promise<boolean>;
  /** Forgets how the service was reached, so that the next `open` looks again. */
  reset(): void;
}

/** The services a person has set up. */
export interface Connections {
  /** The local one first, then as in the setting. */
  list(): readonly Connection[];
  /** Throws a UserError (`connection.unknown`) that names those that exist. */
  get(name: string): Connection;
  /** What is used where nobody names one. */
  default(): Connection;
}

/** What the connection of that name was found not to do; undefined where there is none. */
export function featuresOf(connections: Connections, name: string): LearnedFeatures | undefined {
  return connections.list().find((connection) => connection.name === name)?.features;
}

/**
 * Whether a launch may go without any question (`confirm: false`): always on the local connection, elsewhere only where
 * the machine's owner allowed it, so that no task or other extension spends money.
 */
export function mayLaunchUnattended(connection: Connection, allowUnattended: boolean): boolean {
  return connection.kind === 'local' || allowUnattended;
}
