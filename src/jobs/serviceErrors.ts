import { UserError, type UserAction } from '../common/errors.ts';

/** A refused or failed request, free of any SDK: what the table below needs. */
export interface ServiceFailure {
  /** HTTP status; undefined when no answer came. */
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  /** The service's own words, without its status. */
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
  /** The network's code where no answer came: ECONNREFUSED, ENOTFOUND, ... */
  readonly networkCode?: string | undefined;
}

interface Help {
  readonly code: string;
  readonly what: (connection: string, said: string) => string;
  readonly advice: string;
  readonly actions?: readonly UserAction[];
}

const refused: Help = {
  code: 'service.refused',
  what: (connection, said) => `${connection} refused the request: ${said}`,
  advice: '',
};

/** By HTTP status (OpenAI's error guide and observed answers, 2026-11): what happened, what to do. */
const byStatus: Readonly<Record<number, Help>> = {
  400: refused,
  401: {
    code: 'service.unauthorized',
    what: (connection) => `${connection} did not accept the key.`,
    advice: 'Check the key of this connection.',
  },
  403: {
    code: 'service.forbidden',
    what: (connection, said) => `${connection} does not allow this: ${said}`,
    advice: '',
  },
  404: {
    code: 'service.notFound',
    what: (connection, said) => `${connection} does not know it: ${said}`,
    advice: 'It may have been deleted.',
  },
  409: {
    code: 'service.conflict',
    what: (connection, said) => `${connection} cannot do this now: ${said}`,
    advice: '',
  },
  413: {
    code: 'service.tooLarge',
    what: (connection) => `The file is larger than ${connection} accepts.`,
    advice: 'Split the dataset.',
  },
  429: {
    code: 'service.rateLimited',
    what: (connection, said) => `${connection} asks to slow down: ${said}`,
    advice: 'Try again later.',
    actions: ['retry'],
  },
};

const broken: Help = {
  code: 'service.broken',
  what: (connection, said) => `${connection} had an error of its own: ${said}`,
  advice: 'Try again later.',
  actions: ['retry', 'showLog'],
};

const unreachable: Help = {
  code: 'service.unreachable',
  what: (connection, said) => `${connection} does not answer (${said}).`,
  advice: 'Check that it runs and can be reached.',
  actions: ['retry', 'showLog'],
};

/** The UserError for a failed request to the service named `connection`. Names the request id where there is one. */
export function serviceError(connection: string, failure: ServiceFailure, cause?: unknown): UserError {
  const { status } = failure;
  const help = status === undefined ? unreachable : (byStatus[status] ?? (status >= 500 ? broken : refused));
  const said = (
    failure.message ??
    failure.networkCode ??
    (status === undefined ? 'no connection' : `status ${status}`)
  ).trim();
  const field = failure.param ? ` [${failure.param}]` : '';
  const request = failure.requestId ? ` (request ${failure.requestId})` : '';
  return new UserError(help.code, `${help.what(connection, said)}${field}${request}`, help.advice, {
    ...(help.actions && { actions: help.actions }),
    cause,
  });
}

/** True where nobody answered, so that looking for the service again may help. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof UserError && error.code === 'service.unreachable';
}
